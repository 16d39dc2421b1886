using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SrPlugin.Protocol;

namespace SrPlugin.Service.Tests.Harness;

/// <summary>Speaks the wire as curl would, with nothing of SrPlugin.Client: what the service's own tests are written in.</summary>
internal sealed class WireClient : IDisposable
{
    private readonly HttpClient _http;

    public WireClient(string socketPath)
    {
        SocketPath = socketPath;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
                new NetworkStream(await ConnectAsync(socketPath, cancellationToken), ownsSocket: true),
            MaxConnectionsPerServer = int.MaxValue,
            MaxResponseHeadersLength = 512,
            UseProxy = false,
        })
        {
            BaseAddress = new Uri("http://localhost"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public string SocketPath { get; }

    public void Dispose() => _http.Dispose();

    public static async Task<Socket> ConnectAsync(string socketPath, CancellationToken cancellationToken = default)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? agent = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (agent is not null)
            request.Headers.TryAddWithoutValidation("User-Agent", agent);
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type)
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Get, path);
        return await ReadAsync(response, type);
    }

    public Task<ServiceHealth> HealthAsync() => GetAsync(WireFormat.HealthPath, ProtocolJson.Default.ServiceHealth);

    public Task<HttpResponseMessage> PostJobAsync(
        JobRequest request, byte[] pixels, byte[]? mask = null, string path = WireFormat.JobsPath, string? agent = null) =>
        SendAsync(HttpMethod.Post, path, new JobContent(JobBody.Line(request), pixels, mask ?? []), agent);

    public async Task<string> SubmitAsync(JobRequest request, byte[] pixels, byte[]? mask = null)
    {
        using HttpResponseMessage response = await PostJobAsync(request, pixels, mask);
        return (await ReadAsync(response, ProtocolJson.Default.JobAccepted)).Id;
    }

    public IAsyncEnumerable<ServerEvent> ListenAsync(string id, CancellationToken cancellationToken = default) =>
        ListenAtAsync(WireFormat.EventsPath(id), cancellationToken);

    public async IAsyncEnumerable<ServerEvent> ListenAtAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Get, path);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new WireException(await ReadErrorAsync(response));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        string name = "";
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line["event: ".Length..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                yield return new ServerEvent(name, line["data: ".Length..]);
        }
    }

    /// <summary>Waits for the last event.</summary>
    public async Task<JobResult> WaitAsync(string id, Action<JobProgress>? progress = null)
    {
        await foreach (ServerEvent item in ListenAsync(id))
        {
            if (item.Name == JobEvents.Progress)
                progress?.Invoke(JsonSerializer.Deserialize(item.Data, ProtocolJson.Default.JobProgress)!);
            else if (item.Name == JobEvents.Completed)
                return JsonSerializer.Deserialize(item.Data, ProtocolJson.Default.JobResult)!;
            else if (item.Name == JobEvents.Failed)
                throw new WireException(JsonSerializer.Deserialize(item.Data, ProtocolJson.Default.ErrorResponse)!);
        }

        throw new EndOfStreamException("The stream of events ended without a last event.");
    }

    public async Task<byte[]> FetchAsync(string id)
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Get, WireFormat.ResultPath(id));
        if (response.StatusCode != HttpStatusCode.OK)
            throw new WireException(await ReadErrorAsync(response));
        var pixels = new byte[response.Content.Headers.ContentLength!.Value];
        await using Stream stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(pixels);
        return pixels;
    }

    /// <summary>Submits, listens and fetches.</summary>
    public async Task<(JobResult Result, byte[] Pixels)> RunAsync(
        JobRequest request, byte[] pixels, byte[]? mask = null, Action<JobProgress>? progress = null)
    {
        string id = await SubmitAsync(request, pixels, mask);
        JobResult result = await WaitAsync(id, progress);
        return (result, await FetchAsync(id));
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode
            ? JsonSerializer.Deserialize(body, type)!
            : throw new WireException(JsonSerializer.Deserialize(body, ProtocolJson.Default.ErrorResponse)!);
    }

    public static async Task<ErrorResponse> ReadErrorAsync(HttpResponseMessage response) =>
        JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(), ProtocolJson.Default.ErrorResponse)!;

    private sealed class JobContent : HttpContent
    {
        private readonly byte[] _line;
        private readonly byte[] _pixels;
        private readonly byte[] _mask;

        public JobContent(byte[] line, byte[] pixels, byte[] mask)
        {
            (_line, _pixels, _mask) = (line, pixels, mask);
            Headers.ContentType = new MediaTypeHeaderValue(WireFormat.JobContentType);
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_line);
            await stream.WriteAsync(_pixels);
            await stream.WriteAsync(_mask);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _line.Length + _pixels.Length + _mask.Length;
            return true;
        }
    }
}
