using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Endpoints;

namespace SrPlugin.Client.Connections;

/// <summary>HTTP with the service; every failure becomes a <see cref="ServiceException"/>.</summary>
internal sealed class ServiceConnection(ServiceEndpoint endpoint, TimeSpan hangTimeout, TimeProvider clock)
{
    public const string VersionRemedy = "End the running service with: srplugin service stop. Then try again; if that does not help, update all of SrPlugin.";

    private const string Origin = "http://srplugin";

    private readonly ServiceSocket _socket = new(endpoint);

    public ServiceEndpoint Endpoint => endpoint;

    /// <summary>Measures silence.</summary>
    public TimeProvider Clock => clock;

    /// <summary>The process that listened when last connected; 0 while unknown.</summary>
    public int ProcessId => _socket.ProcessId;

    public Silence StartSilence(CancellationToken cancellationToken) => new(hangTimeout, cancellationToken, clock);

    /// <summary>
    /// Whether a call failed because nobody listens, so that nobody has seen anything of it: no socket, or on Windows no pipe within the time
    /// that one is waited for. A connection that breaks later fails otherwise.
    /// </summary>
    public static bool IsNobody(ServiceException exception) =>
        exception.InnerException is HttpRequestException { InnerException: SocketException or TimeoutException, HttpRequestError: HttpRequestError.ConnectionError };

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
            throw new ServiceException(ErrorCode.VersionMismatch, $"What listens at {Endpoint} does not speak version {WireFormat.Version} of the protocol.", VersionRemedy, exception);
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

    /// <summary>Sends a request, once, and reads its answer's head; an answer that is no success is thrown.</summary>
    public async Task<ServiceAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, Silence silence)
    {
        HttpMessageInvoker http = OpenHttp();
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(Origin + path)) { Content = content };
            // The service looks at a body's length before the body is sent.
            request.Headers.ExpectContinue = content is not null;
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

    private static async Task<ServiceException> RefusedAsync(HttpResponseMessage response, string asked, CancellationToken cancellationToken)
    {
        using (response)
        {
            try
            {
                return new ServiceException(await ReadAsync(response, ProtocolJson.Default.ErrorResponse, cancellationToken).ConfigureAwait(false));
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
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or IOException or EndpointException)
        {
            if (silence.IsTooLong)
                throw Hung(exception);
            silence.ThrowIfCallerCancelled();
            throw Lost(exception);
        }
        catch (JsonException exception)
        {
            throw new ServiceException(ErrorCode.VersionMismatch, $"The service's answer cannot be understood: {exception.Message}", VersionRemedy, exception);
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
            "Try again: the service is started afresh. If it happens again, choose a smaller region or a smaller tile size, and look at: srplugin service log",
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
