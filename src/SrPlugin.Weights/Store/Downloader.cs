using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SrPlugin.Weights.Store;

/// <summary>
/// Downloads files so that they are right or not there: interrupted downloads go on where they stopped, the SHA-256 is computed while the
/// bytes arrive, failed attempts are repeated after a wait, and the next source is used where one fails.
/// </summary>
public sealed class Downloader : IDisposable
{
    private const int BlockBytes = 1 << 17;
    private const long MuchProgress = 1 << 20;
    private const long MaxJsonBytes = 16 << 20;

    private static readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(20);

    private readonly DownloadOptions _options;
    private readonly HttpClient _http;

    /// <summary>
    /// Initializes a new instance of the <see cref="Downloader"/> class. Proxies are those of the system, or of the environment.
    /// </summary>
    /// <param name="options">The settings.</param>
    public Downloader(DownloadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = _connectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxConnectionsPerServer = Math.Max(options.Parallelism, 1),
            ActivityHeadersPropagator = null,
        })
        {
            // Silence is measured for each read; a large file may take hours.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(
            new ProductInfoHeaderValue("srplugin", typeof(Downloader).Assembly.GetName().Version?.ToString(3)));
    }

    /// <summary>Gets the settings.</summary>
    public DownloadOptions Options => _options;

    /// <summary>Gets the way in which waits are spent.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Wait { get; init; } = Task.Delay;

    /// <summary>Closes all connections.</summary>
    public void Dispose() => _http.Dispose();

    /// <summary>Downloads a file. It appears under its name only when it is whole.</summary>
    /// <param name="sources">The places it can come from, best first.</param>
    /// <param name="path">The file to create. What has arrived of it lies beside it, in <c>PATH.part</c>, and is used by the next
    /// call.</param>
    /// <param name="findFault">Finds out what is wrong with a file that is whole; null, or a result of null, for nothing.</param>
    /// <param name="progress">Receives the number of bytes that have arrived; a smaller number where a download begins again. May be
    /// null.</param>
    /// <param name="earlierFaults">What is wrong with sources that were left out, for the message.</param>
    /// <param name="cancellationToken">Ends the download; what has arrived stays.</param>
    /// <exception cref="ModelStoreException">Every source failed; the message says why for each.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<DownloadedFile> DownloadAsync(
        IReadOnlyList<DownloadSource> sources, string path, Func<string, string?>? findFault, Action<long>? progress,
        IReadOnlyList<string> earlierFaults, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var faults = new List<string>(earlierFaults);
        foreach (DownloadSource source in sources)
        {
            try
            {
                string partPath = path + ".part";
                DownloadedFile file;
                using (PartFile part = PartFile.Open(partPath, source))
                    file = await RepeatAsync(attempt => TryDownloadAsync(source, part, progress, attempt), cancellationToken)
                        .ConfigureAwait(false);
                if (findFault?.Invoke(partPath) is { } fault)
                {
                    PartFile.Delete(partPath);
                    throw new DownloadException($"{source.Address.Host} sent something else than the file: {fault}");
                }

                PartFile.Complete(partPath, path);
                return file;
            }
            catch (DownloadException e)
            {
                faults.Add(e.Message);
            }
            catch (IOException e) when (DiskSpace.IsExhausted(e))
            {
                throw DiskSpace.Fault(path, e);
            }
        }

        throw new ModelStoreException(
            StoreFault.DownloadFailed, $"{Path.GetFileName(path)} could not be downloaded: {string.Join(" ", faults.Distinct())}",
            "Try again: the download goes on where it stopped. A file that you downloaded otherwise can be given to: srplugin models "
                + "import");
    }

    /// <summary>Gets a JSON document of an API, and the address of its next page.</summary>
    /// <exception cref="DownloadException">The server does not answer as expected.</exception>
    /// <exception cref="JsonException">The answer is not JSON.</exception>
    internal Task<(JsonDocument Json, Uri? Next)> GetJsonAsync(Uri address, CancellationToken cancellationToken) =>
        RepeatAsync(
            async attempt =>
            {
                using HttpResponseMessage response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, address), attempt)
                    .ConfigureAwait(false);
                byte[] body = await ReadStartAsync(response, (int)MaxJsonBytes + 1, attempt).ConfigureAwait(false);
                if (body.Length > MaxJsonBytes)
                    throw new DownloadException($"{address.Host} answered with more than {MaxJsonBytes} bytes.");
                return (JsonDocument.Parse(body), NextPage(response, address));
            },
            cancellationToken);

    private static Uri? NextPage(HttpResponseMessage response, Uri address)
    {
        if (!response.Headers.TryGetValues("Link", out IEnumerable<string>? links))
            return null;
        string? next = links.SelectMany(line => line.Split(','))
            .FirstOrDefault(link => link.Contains("rel=\"next\"", StringComparison.Ordinal));

        // At the same server, whatever host is named: a mirror passes on the pages of the original.
        return next is not null && Uri.TryCreate(address, next.Split('<', '>').ElementAtOrDefault(1), out Uri? page)
            ? new Uri(address, page.PathAndQuery)
            : null;
    }

    // Attempts with much progress do not count: a connection that breaks every few minutes still gets a large file home.
    private async Task<T> RepeatAsync<T>(Func<DownloadAttempt, Task<T>> action, CancellationToken cancellationToken)
    {
        for (int failures = 0; ;)
        {
            using var attempt = new DownloadAttempt(_options.StallTimeout, cancellationToken);
            try
            {
                return await action(attempt).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpRequestException or DownloadException or OperationCanceledException or HttpIOException
                || (e is IOException && attempt.IsReading))
            {
                cancellationToken.ThrowIfCancellationRequested();
                DownloadException fault = e as DownloadException ?? Describe(e, attempt);
                failures = attempt.Received >= MuchProgress ? 1 : failures + 1;
                TimeSpan wait = fault.Wait ?? Backoff(failures);
                if (!fault.IsTransient || failures >= _options.Attempts || wait > _options.LongestDelay)
                    throw fault;
                await Wait(wait, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private TimeSpan Backoff(int failures)
    {
        TimeSpan wait = _options.FirstDelay * Math.Pow(2, failures - 1) * (0.8 + (0.4 * Random.Shared.NextDouble()));
        return wait < _options.LongestDelay ? wait : _options.LongestDelay;
    }

    private DownloadException Describe(Exception e, DownloadAttempt attempt)
    {
        string host = attempt.Host;
        if (attempt.IsStalled)
            return new DownloadException(
                $"{host} sent nothing for {_options.StallTimeout.TotalSeconds:0.#} seconds.", isTransient: true, innerException: e);
        return e switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
                new DownloadException($"The name {host} cannot be resolved; is there a network?", isTransient: true, innerException: e),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                new DownloadException(
                    $"{host} could not prove that it is {host}: {e.InnerException?.Message ?? e.Message}", innerException: e),
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } =>
                new DownloadException($"The proxy does not let {host} through: {e.Message}", innerException: e),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
                new DownloadException($"{host} cannot be reached: {e.Message}", isTransient: true, innerException: e),
            _ => new DownloadException($"The connection to {host} was cut: {e.Message}", isTransient: true, innerException: e),
        };
    }

    private async Task<DownloadedFile> TryDownloadAsync(
        DownloadSource source, PartFile part, Action<long>? progress, DownloadAttempt attempt)
    {
        // Without a hash and a validator nobody could tell whether two parts belong together.
        if (source.Sha256 is null && part.Validator is null)
            part.Restart();
        progress?.Invoke(part.Length);
        long resumed = part.Length;
        try
        {
            long? total = source.Size ?? part.TotalLength;
            if (total is null || part.Length != total)
                total = await ReceiveAsync(source, part, progress, attempt).ConfigureAwait(false);
            if (total is { } expected && part.Length < expected)
                throw new DownloadException(
                    $"{source.Address.Host} ended the connection after {part.Length} of {expected} bytes.", isTransient: true);
        }
        finally
        {
            part.MakeSafe();
        }

        string hash = part.Hash();
        if (source.Sha256 is not { } wanted || hash.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            return new DownloadedFile(part.Length, hash, source);

        // Pieces of two versions may have met: once more from the start. A file that came in one piece is wrong at its source.
        part.Restart();
        progress?.Invoke(0);
        throw new DownloadException(
            $"{source.Address.Host} sent another content than the one that is known (SHA-256 {hash} instead of {wanted}).",
            isTransient: resumed > 0);
    }

    private async Task<long?> ReceiveAsync(DownloadSource source, PartFile part, Action<long>? progress, DownloadAttempt attempt)
    {
        Uri address = source.Address;
        for (bool isFirst = true; ; isFirst = false)
        {
            using HttpResponseMessage response = await SendAsync(RangeRequest(address, part), attempt).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                part.Restart();
                throw new DownloadException($"The file at {address.Host} changed while it was downloaded.", isTransient: true);
            }

            if (response.Content.Headers.ContentType?.MediaType is "text/html")
            {
                Uri page = response.RequestMessage?.RequestUri ?? address;
                string html = System.Text.Encoding.UTF8.GetString(await ReadStartAsync(response, 1 << 20, attempt).ConfigureAwait(false));
                if (isFirst && ConfirmationPage.FindAddress(html, page) is { } target)
                {
                    address = target;
                    continue;
                }

                throw new DownloadException($"{address.Host} answered with a web page instead of the file.");
            }

            long? total = Begin(source, response, part);
            await CopyAsync(response, part, total, progress, attempt).ConfigureAwait(false);
            return total;
        }
    }

    private static HttpRequestMessage RangeRequest(Uri address, PartFile part)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.ParseAdd("identity");
        if (part.Length > 0)
        {
            request.Headers.Range = new RangeHeaderValue(part.Length, null);
            if (part.Validator is { } validator)
                request.Headers.TryAddWithoutValidation("If-Range", validator);
        }

        return request;
    }

    // Whether what comes continues what is there, and how long the whole is.
    private static long? Begin(DownloadSource source, HttpResponseMessage response, PartFile part)
    {
        string host = source.Address.Host;
        string? validator = response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : response.Content.Headers.LastModified?.ToString("R");
        long? total = response.Content.Headers.ContentLength;
        if (response.StatusCode == HttpStatusCode.PartialContent)
        {
            ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
            bool isOther = (part.Validator is { } before && validator is not null && before != validator)
                || (part.TotalLength is { } length && range?.Length is { } now && length != now);
            if (range?.From != part.Length || isOther)
            {
                part.Restart();
                part.Describe(source, null, null);
                throw new DownloadException($"The file at {host} changed while it was downloaded.", isTransient: true);
            }

            total = range.Length;
        }
        else
        {
            part.Restart();
            bool isEndMarked = total is not null || response.Headers.TransferEncodingChunked == true || response.Version.Major >= 2;
            if (!isEndMarked && source.Size is null && source.Sha256 is null)
                throw new DownloadException(
                    $"{host} does not say how long the file is, so that a cut one could not be told from a whole one.");
        }

        if (source.Size is { } size && total is { } claimed && size != claimed)
        {
            part.Restart();
            throw new DownloadException($"{host} has a file of {claimed} bytes instead of {size}.");
        }

        part.Describe(source, validator, total);
        return source.Size ?? total;
    }

    private static async Task CopyAsync(
        HttpResponseMessage response, PartFile part, long? total, Action<long>? progress, DownloadAttempt attempt)
    {
        using Stream body = await response.Content.ReadAsStreamAsync(attempt.Token).ConfigureAwait(false);
        var block = new byte[BlockBytes];
        while (true)
        {
            attempt.IsReading = true;
            int length = await body.ReadAsync(block, attempt.Token).ConfigureAwait(false);
            attempt.IsReading = false;
            if (length == 0)
                return;
            attempt.Hear(length);
            if (total is { } limit && part.Length + length > limit)
            {
                part.Restart();
                throw new DownloadException($"{attempt.Host} sends more than the {limit} bytes of the file.");
            }

            await part.WriteAsync(block.AsMemory(0, length), attempt.CallerToken).ConfigureAwait(false);
            progress?.Invoke(part.Length);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, DownloadAttempt attempt)
    {
        using (request)
        {
            Uri address = request.RequestUri!;
            attempt.Host = address.Host;
            bool isHub = _options.HubEndpoint.IsBaseOf(address);

            // Only to the hub itself: the handler drops the header where the hub redirects to its storage.
            if (isHub && _options.HubToken is { } token)
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, attempt.Token)
                .ConfigureAwait(false);
            attempt.Hear(0);
            if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
                return response;
            using (response)
                throw Refusal(response, address, isHub);
        }
    }

    private DownloadException Refusal(HttpResponseMessage response, Uri address, bool isHub)
    {
        string host = address.Host;
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date > DateTimeOffset.UtcNow ? date - DateTimeOffset.UtcNow : TimeSpan.Zero,
            _ => null,
        };
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when isHub => new DownloadException(
                $"{host} wants an account for {address.AbsolutePath} ({(int)response.StatusCode}): accept the terms on the repository's "
                    + $"page and set {DownloadOptions.TokenVariable} to a token of yours" +
                (_options.HubToken is null ? "." : "; the present token is not enough.")),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                new DownloadException($"{host} refuses {address.AbsolutePath} ({(int)response.StatusCode})."),
            HttpStatusCode.NotFound or HttpStatusCode.Gone =>
                new DownloadException($"{host} has no {address.AbsolutePath} ({(int)response.StatusCode})."),
            HttpStatusCode.ProxyAuthenticationRequired => new DownloadException("The proxy wants a user's name and password."),
            HttpStatusCode.TooManyRequests => new DownloadException(
                $"{host} asks for patience (429{(wait is null ? "" : $", {wait.Value.TotalSeconds:0} seconds")}).", isTransient: true,
                wait),
            var status => new DownloadException(
                $"{host} answered {(int)status} {response.ReasonPhrase}.",
                isTransient: (int)status >= 500 || status == HttpStatusCode.RequestTimeout, wait),
        };
    }

    private static async Task<byte[]> ReadStartAsync(HttpResponseMessage response, int maxLength, DownloadAttempt attempt)
    {
        using Stream body = await response.Content.ReadAsStreamAsync(attempt.Token).ConfigureAwait(false);
        using var start = new MemoryStream();
        var block = new byte[BlockBytes];
        attempt.IsReading = true;
        for (
            int length; start.Length < maxLength
                && (length = await body.ReadAsync(block, attempt.Token).ConfigureAwait(false)) > 0; attempt.Hear(0))
            start.Write(block, 0, length);
        attempt.IsReading = false;
        return start.ToArray();
    }
}
