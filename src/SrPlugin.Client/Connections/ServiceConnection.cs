using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Endpoints;

namespace SrPlugin.Client.Connections;

/// <summary>HTTP with the service; every failure becomes a <see cref="ServiceException"/>.</summary>
internal sealed class ServiceConnection(ServiceEndpoint endpoint, TimeSpan hangTimeout, TimeSpan busyTimeout, TimeProvider clock)
{
    public const string VersionRemedy =
        "End the running service with: srplugin service stop. Then try again; if that does not help, update all of SrPlugin.";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private const string Origin = "http://srplugin";

    // How the service tells hosts apart. Paint.NET and others have names with characters that a header does not take.
    private static readonly string _program = string.Concat(
        AppDomain.CurrentDomain.FriendlyName.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));

    private readonly ServiceSocket _socket = new(endpoint);

    public ServiceEndpoint Endpoint => endpoint;

    /// <summary>Measures silence.</summary>
    public TimeProvider Clock => clock;

    /// <summary>The process that listened when last connected; 0 while unknown.</summary>
    public int ProcessId => _socket.ProcessId;

    public Silence StartSilence(CancellationToken cancellationToken) => new(hangTimeout, cancellationToken, clock);

    /// <summary>
    /// Whether a call failed because nobody listens, so that nobody has seen anything of it: no socket, or on Windows no pipe within the
    /// time that one is waited for. A connection that breaks later fails otherwise.
    /// </summary>
    public static bool IsNobody(ServiceException exception) =>
        exception.InnerException is HttpRequestException
        {
            InnerException: SocketException or TimeoutException,
            HttpRequestError: HttpRequestError.ConnectionError,
        };

    /// <summary>Whether there is a service, and how it is.</summary>
    /// <returns>Null when nobody listens.</returns>
    /// <exception cref="ServiceException">It does not answer, or in a way that cannot be understood.</exception>
    public async Task<ServiceHealth?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(WireFormat.HealthPath, ProtocolJson.Default.ServiceHealth, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException exception) when (IsNobody(exception))
        {
            return null;
        }
        catch (ServiceException exception) when (exception.Code == ErrorCode.NotFound)
        {
            throw new ServiceException(
                ErrorCode.VersionMismatch, $"What listens at {Endpoint} does not speak version {WireFormat.Version} of the protocol.",
                VersionRemedy, exception);
        }
    }

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using Silence silence = StartSilence(cancellationToken);
        return await GuardAsync(silence, async () =>
        {
            using ServiceAnswer answer = await SendAsync(HttpMethod.Get, path, null, silence).ConfigureAwait(false);
            return await ReadAsync(answer.Response, type, silence.Token).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    public async Task<T> PostAsync<T>(string path, JobContent content, JsonTypeInfo<T> type, Silence silence) =>
        await GuardAsync(silence, async () =>
        {
            using ServiceAnswer answer = await SendAsync(HttpMethod.Post, path, content, silence).ConfigureAwait(false);
            return await ReadAsync(answer.Response, type, silence.Token).ConfigureAwait(false);
        }).ConfigureAwait(false);

    /// <summary>Sends a request whose answer has no body that matters.</summary>
    public async Task TellAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using Silence silence = StartSilence(cancellationToken);
        await GuardAsync(silence, async () =>
        {
            (await SendAsync(method, path, null, silence).ConfigureAwait(false)).Dispose();
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends a request, and reads its answer's head; an answer that is no success is thrown. One without a body is sent again when the
    /// service was too busy for it, which it says before it does anything.
    /// </summary>
    public async Task<ServiceAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, Silence silence)
    {
        for (long start = clock.GetTimestamp(); ;)
        {
            try
            {
                return await SendOnceAsync(method, path, content, silence).ConfigureAwait(false);
            }
            catch (ServiceException exception) when (content is null && MayRetry(exception, start))
            {
                await PauseAsync(exception, silence.Break, silence.Token).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether a request may be sent again, because the service was too busy for it and there is time left.</summary>
    /// <param name="exception">How it was refused.</param>
    /// <param name="start">When it was first sent, in the clock's timestamps.</param>
    public bool MayRetry(ServiceException exception, long start) =>
        exception is { Code: ErrorCode.Busy, RetryAfter: { } pause } && clock.GetElapsedTime(start) + pause <= busyTimeout;

    /// <summary>Waits as long as the service asked to.</summary>
    /// <param name="exception">How the request was refused.</param>
    /// <param name="waiting">Called at the start and every second.</param>
    /// <param name="cancellationToken">Ends the pause.</param>
    public async Task PauseAsync(ServiceException exception, Action waiting, CancellationToken cancellationToken)
    {
        for (TimeSpan left = exception.RetryAfter!.Value; left > TimeSpan.Zero; left -= Second)
        {
            waiting();
            await Task.Delay(left < Second ? left : Second, clock, cancellationToken).ConfigureAwait(false);
        }

        waiting();
    }

    private async Task<ServiceAnswer> SendOnceAsync(HttpMethod method, string path, HttpContent? content, Silence silence)
    {
        HttpMessageInvoker http = OpenHttp();
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(Origin + path)) { Content = content };
            // The service looks at a body's length before the body is sent.
            request.Headers.ExpectContinue = content is not null;
            request.Headers.TryAddWithoutValidation("User-Agent", _program);
            HttpResponseMessage response = await http.SendAsync(request, silence.Token).ConfigureAwait(false);
            silence.Break();
            if (!response.IsSuccessStatusCode)
                throw await RefusedAsync(response, $"{method} {path}", silence.Token).ConfigureAwait(false);
            return new ServiceAnswer(http, response);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    // Every request gets a handler, and a connection, of its own. A connection kept from before may lead to a service that died; and
    // the handler itself sends a request again, up to three times, when a connection closes early, which must never happen here.
    // Connecting takes microseconds.
    private HttpMessageInvoker OpenHttp()
    {
        bool isConnected = false;
        return new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = (_, cancellationToken) =>
            {
                if (isConnected)
                    throw new IOException("The service closed the connection.");
                isConnected = true;
                return _socket.ConnectAsync(cancellationToken);
            },
            Expect100ContinueTimeout = hangTimeout,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
        });
    }

    private static async Task<ServiceException> RefusedAsync(
        HttpResponseMessage response, string asked, CancellationToken cancellationToken)
    {
        using (response)
        {
            try
            {
                return new ServiceException(
                    await ReadAsync(response, ProtocolJson.Default.ErrorResponse, cancellationToken).ConfigureAwait(false))
                {
                    RetryAfter = response.Headers.RetryAfter?.Delta,
                };
            }
            catch (JsonException)
            {
                // Not the service's own words: the web server's.
                return new ServiceException(
                    response.StatusCode == System.Net.HttpStatusCode.NotFound ? ErrorCode.NotFound : ErrorCode.Unknown,
                    $"The service answered {(int)response.StatusCode} to {asked}.");
            }
        }
    }

    /// <summary>Runs a conversation with the service and gives its failures their names.</summary>
    public async Task<T> GuardAsync<T>(Silence silence, Func<Task<T>> conversation)
    {
        try
        {
            return await conversation().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or IOException
            or EndpointException)
        {
            if (silence.IsTooLong)
                throw Hung(exception);
            silence.ThrowIfCallerCancelled();
            throw Lost(exception);
        }
        catch (JsonException exception)
        {
            throw new ServiceException(
                ErrorCode.VersionMismatch, $"The service's answer cannot be understood: {exception.Message}", VersionRemedy, exception);
        }
    }

    private ServiceException Hung(Exception inner) => new(
        ErrorCode.ServiceHung,
        $"The service gave no sign of life for {hangTimeout.TotalSeconds:0.#} seconds.",
        "Try again: a service that stays silent is replaced. If it happens again, choose a smaller region.",
        inner);

    private static Exception Lost(Exception inner)
    {
        for (Exception? cause = inner; cause is not null; cause = cause.InnerException)
        {
            if (cause is EndpointException)
                return new ServiceException(ErrorCode.StartFailed, cause.Message, innerException: inner);
            if (cause is ServiceException known)
                return known;
        }

        return new ServiceException(
            ErrorCode.ServiceLost,
            "The connection to the service was lost before the answer; most likely the service ended.",
            "Try again: the service is started afresh. If it happens again, choose a smaller region or a smaller tile size, and look at: "
                + "srplugin service log",
            inner);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken).ConfigureAwait(false)
                ?? throw new JsonException($"{typeof(T).Name} is null.");
        }
    }
}
