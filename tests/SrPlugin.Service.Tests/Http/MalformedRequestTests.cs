using System.Net;
using System.Net.Sockets;
using System.Text;
using SrPlugin.Protocol;
using SrPlugin.Service.Memory;
using SrPlugin.Service.Tests.Harness;

namespace SrPlugin.Service.Tests.Http;

public sealed class MalformedRequestTests : IAsyncLifetime
{
    private const string Sound = """{"protocolVersion":1,"width":2,"height":2,"channels":1,"sampleFormat":"uint8"}""";

    private RunningService _service = null!;

    private WireClient Client => _service.Client;

    public async Task InitializeAsync() =>
        _service = await RunningService.StartAsync(options => options with { SlowClientTime = TimeSpan.FromSeconds(1), QueueCapacity = 4 });

    public async Task DisposeAsync()
    {
        (await Client.HealthAsync()).QueuedJobs.ShouldBe(0);
        _service.Get<PictureBudget>().Taken.ShouldBe(0);
        await _service.DisposeAsync();
    }

    [Theory]
    [InlineData("", 0, ErrorCode.InvalidRequest)]
    [InlineData("nonsense\n", 0, ErrorCode.InvalidRequest)]
    [InlineData("null\n", 0, ErrorCode.InvalidRequest)]
    [InlineData("{}\n", 0, ErrorCode.InvalidRequest)]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n", 0, ErrorCode.InvalidRequest)]
    [InlineData("{\"width\":2,\"height\":2,\"channels\":1,\"sampleFormat\":\"uint8\"}\n", 4, ErrorCode.InvalidRequest)]
    [InlineData(
        "{\"protocolVersion\":99,\"width\":2,\"height\":2,\"channels\":1,\"sampleFormat\":\"uint8\"}\n", 4, ErrorCode.UnsupportedVersion)]
    [InlineData(
        "{\"protocolVersion\":1,\"width\":0,\"height\":2,\"channels\":1,\"sampleFormat\":\"uint8\"}\n", 4, ErrorCode.InvalidRequest)]
    [InlineData(
        "{\"protocolVersion\":1,\"width\":-2,\"height\":-2,\"channels\":1,\"sampleFormat\":\"uint8\"}\n", 4, ErrorCode.InvalidRequest)]
    [InlineData(
        "{\"protocolVersion\":1,\"width\":2,\"height\":2,\"channels\":5,\"sampleFormat\":\"uint8\"}\n", 4, ErrorCode.InvalidRequest)]
    [InlineData("{\"protocolVersion\":1,\"width\":2,\"height\":2,\"channels\":1,\"sampleFormat\":\"int8\"}\n", 4, ErrorCode.InvalidRequest)]
    [InlineData("{\"protocolVersion\":1,\"width\":2,\"height\":2,\"channels\":1,\"sampleFormat\":0}\n", 4, ErrorCode.InvalidRequest)]
    [InlineData(
        "{\"protocolVersion\":1,\"width\":2.5,\"height\":2,\"channels\":1,\"sampleFormat\":\"uint8\"}\n", 4, ErrorCode.InvalidRequest)]
    [InlineData(
        "{\"protocolVersion\":1,\"width\":1e99,\"height\":2,\"channels\":1,\"sampleFormat\":\"uint8\"}\n", 4, ErrorCode.InvalidRequest)]
    [InlineData(
        "{\"protocolVersion\":1,\"width\":65535,\"height\":65535,\"channels\":4,\"sampleFormat\":\"float32\"}\n", 4,
        ErrorCode.InvalidRequest)]
    [InlineData(
        "{\"protocolVersion\":1,\"width\":2,\"height\":2,\"channels\":1,\"sampleFormat\":\"uint8\"}\n", 3, ErrorCode.InvalidRequest)]
    [InlineData(
        "{\"protocolVersion\":1,\"width\":2,\"height\":2,\"channels\":1,\"sampleFormat\":\"uint8\"}\n", 5, ErrorCode.InvalidRequest)]
    [InlineData(
        "{\"protocolVersion\":1,\"width\":2,\"height\":2,\"channels\":1,\"sampleFormat\":\"uint8\",\"hasMask\":true}\n", 4,
        ErrorCode.InvalidRequest)]
    [InlineData("{\"protocolVersion\":1,\"width\":2,\"height\":2,\"channels\":1,\"sampleFormat\":\"uint8\",\"selection\":{\"x\":1,\"y\":1,\"width\":2147483647,\"height\":1}}\n", 4, ErrorCode.InvalidRequest)]
    [InlineData(
        "{\"protocolVersion\":1,\"width\":2,\"height\":2,\"channels\":1,\"sampleFormat\":\"uint8\",\"recipe\":{\"scale\":99}}\n", 4,
        ErrorCode.InvalidRequest)]
    [InlineData(
        "{\"protocolVersion\":1,\"width\":2,\"height\":2,\"channels\":1,\"sampleFormat\":\"uint8\",\"recipe\":{\"mode\":\"melt\"}}\n", 4,
        ErrorCode.InvalidRequest)]
    public async Task Submit_MalformedBody_IsRefused(string line, int pixels, ErrorCode code)
    {
        using HttpResponseMessage response = await PostAsync([.. Encoding.UTF8.GetBytes(line), .. new byte[pixels]]);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ErrorResponse error = await WireClient.ReadErrorAsync(response);
        error.Code.ShouldBe(code);
        error.Message.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Submit_LineWithoutEnd_IsRefused()
    {
        using HttpResponseMessage response = await PostAsync(new byte[WireFormat.MaxRequestLineBytes + 5]);

        (await WireClient.ReadErrorAsync(response)).Message.ShouldContain("longer than");
    }

    [Fact]
    public async Task Submit_SeveralFaults_NamesThemAll()
    {
        JobRequest request = Samples.Request(0, 70000, 9);

        using HttpResponseMessage response = await PostAsync(JobBody.Line(request));

        ErrorResponse error = await WireClient.ReadErrorAsync(response);
        foreach (string part in new[] { "width is 0", "height is 70000", "channels is 9" })
            error.Message.ShouldContain(part);
    }

    [Theory]
    [InlineData("POST /v1/jobs HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400")]
    [InlineData("POST /v1/jobs HTTP/1.1\r\nHost: x\r\n\r\n", "400")]
    [InlineData("POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999\r\n\r\n", "413")]
    [InlineData("POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", "400")]
    [InlineData("POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999999\r\n\r\n", "400")]
    [InlineData("POST /v1/jobs HTTP/1.1\r\nContent-Length: 4\r\n\r\nabc\n", "400")]
    [InlineData("GET / HTTP/9.9\r\n\r\n", "505")]
    [InlineData("GARBAGE\r\n\r\n", "400")]
    [InlineData("GET /v1/jobs/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", "404")]
    [InlineData("GET /v1/jobs/%00 HTTP/1.1\r\nHost: x\r\n\r\n", "400")]
    [InlineData("DELETE /v1/jobs/0123456789abcdef0123456789abcdef HTTP/1.1\r\nHost: x\r\n\r\n", "404")]
    [InlineData("TRACE /v1/health HTTP/1.1\r\nHost: x\r\n\r\n", "404")]
    public async Task Send_MalformedRequest_IsAnsweredWithAFourHundred(string text, string status) =>
        (await ExchangeAsync(Encoding.ASCII.GetBytes(text))).ShouldStartWith($"HTTP/1.1 {status}");

    [Fact]
    public async Task Send_HeaderBomb_IsRefused()
    {
        string header = $"GET /v1/health HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 60).Select(i => $"X-{i}: y\r\n"))}\r\n";
        string longHeader = $"GET /v1/health HTTP/1.1\r\nHost: x\r\nX: {new string('y', 20_000)}\r\n\r\n";
        string longLine = $"GET /{new string('y', 5000)} HTTP/1.1\r\nHost: x\r\n\r\n";

        foreach (string text in new[] { header, longHeader })
            (await ExchangeAsync(Encoding.ASCII.GetBytes(text))).ShouldStartWith("HTTP/1.1 431");
        (await ExchangeAsync(Encoding.ASCII.GetBytes(longLine))).ShouldStartWith("HTTP/1.1 414");
    }

    [Fact]
    public async Task Send_HeadersNeverEnd_IsClosedInTime()
    {
        using Socket socket = await WireClient.ConnectAsync(_service.SocketPath);
        await socket.SendAsync(Encoding.ASCII.GetBytes("GET /v1/health HTTP/1.1\r\nHost: "));

        (await ReadToEndAsync(socket)).ShouldStartWith("HTTP/1.1 408");
    }

    [Fact]
    public async Task Send_BodyStops_IsClosedInTimeAndGivesItsPlaceBack()
    {
        using Socket socket = await WireClient.ConnectAsync(_service.SocketPath);
        string line = Sound.Replace("\"width\":2,\"height\":2", "\"width\":2000,\"height\":2000", StringComparison.Ordinal) + "\n";
        await socket.SendAsync(
            Encoding.ASCII.GetBytes($"POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: {line.Length + 4_000_000}\r\n\r\n{line}some"));

        (await ReadToEndAsync(socket)).ShouldStartWith("HTTP/1.1 4");
    }

    [Fact]
    public async Task Send_ClosesHalfway_GivesItsPlaceBack()
    {
        for (int i = 0; i < 20; i++)
        {
            using Socket socket = await WireClient.ConnectAsync(_service.SocketPath);
            await socket.SendAsync(
                Encoding.ASCII.GetBytes($"POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: {Sound.Length + 5}\r\n\r\n{Sound}\nab"));
            if (i % 2 == 0)
                socket.LingerState = new LingerOption(true, 0);
        }

        // More than the queue holds have gone: a place is free if they were given back.
        JobRequest request = Samples.Request(8, 8);
        await Patience.UntilAsync(async () => (await Client.HealthAsync()).QueuedJobs == 0);
        (await Client.RunAsync(request, Samples.Pixels(request))).Result.Width.ShouldBe(16);
    }

    [Fact]
    public async Task Send_RandomBytes_IsRefusedOrClosed()
    {
        var random = new Random(3);
        for (int i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(1, 400)];
            random.NextBytes(bytes);
            string answer = await ExchangeAsync(bytes, isLast: true);
            (
                answer.Length == 0 || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal)
                    || answer.StartsWith("HTTP/1.1 505", StringComparison.Ordinal)).ShouldBeTrue(answer);
        }
    }

    [Fact]
    public async Task Send_HundredsOfEveryKind_AreAllRefusedOrClosed()
    {
        // The full 20,000, with memory measured: tests/SrPlugin.Service.Soak.
        foreach (int number in Enumerable.Range(1, 249))
        {
            (string kind, string answer) = await MalformedRequests.SendAsync(_service.SocketPath, number);
            if (answer.Length > 0)
                answer[..10].ShouldBeOneOf(["HTTP/1.1 4", "HTTP/1.1 5"], $"{number} ({kind})");
            if (answer.StartsWith("HTTP/1.1 5", StringComparison.Ordinal))
                answer.ShouldStartWith("HTTP/1.1 505", customMessage: $"{number} ({kind})");
        }

        JobRequest request = Samples.Request(8, 8);
        (await Client.RunAsync(request, Samples.Pixels(request))).Pixels.ShouldBe(Samples.Expect(request, Samples.Pixels(request)));
        await Patience.UntilAsync(async () => (await Client.HealthAsync()).QueuedJobs == 0);
    }

    [Fact]
    public async Task Submit_LargerThanTheServiceTakes_IsTooLarge()
    {
        await using RunningService small = await RunningService.StartAsync(
            options => options with { MaxMegapixels = 0.01, PictureMemory = 1 });
        JobRequest wide = Samples.Request(200, 60), fits = Samples.Request(60, 60),
        enlarged = fits with { Recipe = new Recipe { Scale = 4 } };

        (await RefusalAsync(small.Client, wide)).ShouldBe(ErrorCode.TooLarge);
        (await RefusalAsync(small.Client, enlarged)).ShouldBe(ErrorCode.TooLarge);
        (await RefusalAsync(small.Client, Samples.Request(60, 60, recipe: new Recipe { Scale = 1 }))).ShouldBeNull();
    }

    private static async Task<ErrorCode?> RefusalAsync(WireClient client, JobRequest request)
    {
        using HttpResponseMessage response = await client.PostJobAsync(request, Samples.Pixels(request));
        return response.IsSuccessStatusCode ? null : (await WireClient.ReadErrorAsync(response)).Code;
    }

    private Task<HttpResponseMessage> PostAsync(byte[] body) =>
        Client.SendAsync(HttpMethod.Post, WireFormat.JobsPath, new ByteArrayContent(body));

    private async Task<string> ExchangeAsync(byte[] bytes, bool isLast = false)
    {
        using Socket socket = await WireClient.ConnectAsync(_service.SocketPath);
        await socket.SendAsync(bytes);
        if (isLast)
            socket.Shutdown(SocketShutdown.Send);
        return await ReadToEndAsync(socket);
    }

    // Up to the first piece of an answer, or the end.
    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var buffer = new byte[4096];
        try
        {
            return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer));
        }
        catch (SocketException)
        {
            return "";
        }
    }
}
