using System.Text.Json;
using SrPlugin.Client.Connections;
using SrPlugin.Client.Starting;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;
using SrPlugin.Protocol.Endpoints;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Client;

/// <summary>
/// The way from a host to the inference service. Calls may run at the same time, from any thread. Every call finds the service, or starts
/// it; a call that fails is over, and nothing is ever sent a second time behind the caller's back.
/// </summary>
public sealed class SrPluginClient
{
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ShutdownPause = TimeSpan.FromMilliseconds(50);
    private const int MostConnects = 5;

    private readonly ClientOptions _options;
    private readonly ServiceConnection _connection;
    private readonly ServiceLauncher _launcher;

    /// <summary>Creates a client. Nothing is connected or started yet.</summary>
    /// <param name="options">How to find, start and watch the service; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is unusable.</exception>
    /// <exception cref="EndpointException">The socket's path or the pipe's name is unusable.</exception>
    public SrPluginClient(ClientOptions? options = null)
        : this(options, TimeProvider.System)
    {
    }

    /// <summary>Creates a client.</summary>
    /// <param name="options">How to find, start and watch the service; null for the defaults.</param>
    /// <param name="clock">Measures how long the service is silent.</param>
    internal SrPluginClient(ClientOptions? options, TimeProvider clock)
    {
        _options = options ?? new ClientOptions();
        _options.Validate();
        ServiceEndpoint endpoint = _options.Endpoint is { } given ? ServiceEndpoint.Parse(given) : ServiceEndpoint.Resolve();
        _connection = new ServiceConnection(endpoint, _options.HangTimeout, _options.BusyTimeout, clock);
        _launcher = new ServiceLauncher(_connection, _options);
    }

    /// <summary>Where the service listens.</summary>
    public ServiceEndpoint Endpoint => _connection.Endpoint;

    /// <summary>Starts the service if none runs.</summary>
    /// <exception cref="ServiceException">It did not come up.</exception>
    public Task<ServiceHealth> StartAsync(CancellationToken cancellationToken) => _launcher.EnsureAsync(cancellationToken);

    /// <summary>Restores or enlarges a picture.</summary>
    /// <param name="request">What the pixels are, and what to make of them.</param>
    /// <param name="pixels">Interleaved rows without padding, straight alpha, as long as the request says. Not copied; unchanged until the
    /// call ends.</param>
    /// <param name="mask">Coverage, as long as the request says; empty without a mask.</param>
    /// <param name="progress">Told in the order of events, on a thread of the pool, of previews too where the request asks for them; null
    /// for nobody.</param>
    /// <param name="cancellationToken">Ends the call at once, and the job within a tile.</param>
    /// <exception cref="ArgumentException">The memory's lengths are not the request's.</exception>
    /// <exception cref="ServiceException">The job failed, or the service did.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<UpscaleResult> UpscaleAsync(
        JobRequest request, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> mask, IProgress<JobProgress>? progress,
        CancellationToken cancellationToken)
    {
        Check(request, pixels, mask);
        JobAccepted job = await PostAsync(
            WireFormat.JobsPath, request, pixels, mask, ProtocolJson.Default.JobAccepted, isWatched: false, progress,
            cancellationToken).ConfigureAwait(false);
        try
        {
            await FollowAsync(job.Id, progress, cancellationToken).ConfigureAwait(false);
            return await FetchAsync(job.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await CancelAsync(job.Id).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Estimates how blurred and noisy a picture, or its selection, is.</summary>
    /// <param name="request">What the pixels are; of the recipe only the model counts.</param>
    /// <param name="pixels">As in <see cref="UpscaleAsync"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ServiceException">The estimate failed, or the service did.</exception>
    public Task<DegradationScores> EstimateAsync(JobRequest request, ReadOnlyMemory<byte> pixels, CancellationToken cancellationToken)
    {
        Check(request, pixels, default);
        return PostAsync(
            WireFormat.EstimatePath, request, pixels, default, ProtocolJson.Default.DegradationScores, isWatched: true, null,
            cancellationToken);
    }

    /// <summary>The models the service can use.</summary>
    /// <exception cref="ServiceException">The service failed.</exception>
    public async Task<ModelList> GetModelsAsync(CancellationToken cancellationToken)
    {
        _ = await _launcher.EnsureAsync(cancellationToken).ConfigureAwait(false);
        return await _connection.GetAsync(WireFormat.ModelsPath, ProtocolJson.Default.ModelList, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets the models that the service can install, with their sizes and licences.</summary>
    /// <exception cref="ServiceException">The service failed.</exception>
    public async Task<CatalogueList> GetCatalogueAsync(CancellationToken cancellationToken)
    {
        _ = await _launcher.EnsureAsync(cancellationToken).ConfigureAwait(false);
        return await _connection.GetAsync(WireFormat.CataloguePath, ProtocolJson.Default.CatalogueList, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Has the service install a model, or joins an installation that runs already.</summary>
    /// <param name="id">The model's id in the catalogue.</param>
    /// <param name="request">Whether the licences were accepted, and how to store the model.</param>
    /// <param name="progress">Receives how far it is, on a thread of the pool; may be null.</param>
    /// <param name="cancellationToken">Ends the call and the installation. What has arrived stays, and is used by the next one.</param>
    /// <exception cref="ServiceException">The installation failed, or the service did.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<InstallationResult> InstallModelAsync(
        string id, InstallationRequest request, IProgress<InstallationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(request);
        _ = await _launcher.EnsureAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _connection.InstallAsync(Uri.EscapeDataString(id), request, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await TryTellAsync(HttpMethod.Delete, WireFormat.InstallationPath(Uri.EscapeDataString(id))).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The presets, built-in and the user's, as the service sees them.</summary>
    /// <exception cref="ServiceException">The service failed.</exception>
    public async Task<PresetList> GetPresetsAsync(CancellationToken cancellationToken)
    {
        _ = await _launcher.EnsureAsync(cancellationToken).ConfigureAwait(false);
        return await _connection.GetAsync(WireFormat.PresetsPath, ProtocolJson.Default.PresetList, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets the jobs that run or wait. Starts no service.</summary>
    /// <exception cref="ServiceException">None runs, or it does not answer.</exception>
    public Task<JobList> GetJobsAsync(CancellationToken cancellationToken) =>
        _connection.GetAsync(WireFormat.JobsPath, ProtocolJson.Default.JobList, cancellationToken);

    /// <summary>How the running service is. Starts none, and takes one of another version too.</summary>
    /// <returns>Null when none runs.</returns>
    /// <exception cref="ServiceException">It does not answer, or cannot be understood.</exception>
    public Task<ServiceHealth?> GetHealthAsync(CancellationToken cancellationToken) => _connection.FindAsync(cancellationToken);

    /// <summary>Ends the running service, whatever its version, and returns when it is gone. A hung one is killed.</summary>
    /// <returns>Whether one was running.</returns>
    /// <exception cref="ServiceException">It would not end.</exception>
    public Task<bool> ShutdownAsync(CancellationToken cancellationToken) => _launcher.StopAsync(cancellationToken);

    private static void Check(JobRequest request, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> mask)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (JobRules.FindFaults(request) is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(' ', faults), nameof(request));
        if (pixels.Length != request.PixelBytes)
            throw new ArgumentException($"The pixels are {pixels.Length} bytes; the request says {request.PixelBytes}.", nameof(pixels));
        if (mask.Length != request.MaskBytes)
            throw new ArgumentException($"The mask is {mask.Length} bytes; the request says {request.MaskBytes}.", nameof(mask));
    }

    private async Task<T> PostAsync<T>(
        string path, JobRequest request, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> mask,
        System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, bool isWatched, IProgress<JobProgress>? progress,
        CancellationToken cancellationToken)
    {
        long start = _connection.Clock.GetTimestamp();
        for (int attempt = 1; ; attempt++)
        {
            _ = await _launcher.EnsureAsync(cancellationToken).ConfigureAwait(false);
            using Silence silence = _connection.StartSilence(cancellationToken);
            using var watch = new HealthWatch(_connection, isWatched ? silence : null);
            using var content = new JobContent(request, pixels, mask, silence);
            try
            {
                return await _connection.PostAsync(path, content, type, silence).ConfigureAwait(false);
            }
            catch (ServiceException exception) when (exception.Code == ErrorCode.ShuttingDown && _options.StartsService)
            {
                // Refused before anything was done with it: the next service takes it, once this one is gone.
                await Task.Delay(ShutdownPause, cancellationToken).ConfigureAwait(false);
            }
            catch (ServiceException exception) when (_connection.MayRetry(exception, start))
            {
                // Refused before anything was done with it, and asked for again.
                await _connection.PauseAsync(exception, () => progress?.Report(new JobProgress { Stage = "queued" }), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (ServiceException exception) when (exception.Code == ErrorCode.ServiceLost && !content.IsBegun && attempt < MostConnects
                && _options.StartsService)
            {
                // The service left between the look at it and its leave to send the job: nobody has seen it.
                await Task.Delay(ShutdownPause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task FollowAsync(string id, IProgress<JobProgress>? progress, CancellationToken cancellationToken)
    {
        using Silence silence = _connection.StartSilence(cancellationToken);
        await _connection.GuardAsync(silence, async () =>
        {
            using ServiceAnswer answer = await _connection.SendAsync(HttpMethod.Get, WireFormat.EventsPath(id), null, silence)
                .ConfigureAwait(false);
            var last = new JobProgress { Stage = "denoise" };
            using var events = new EventReader(
                await answer.Response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false), silence);
            while (await events.ReadAsync().ConfigureAwait(false) is var (name, data))
            {
                switch (name)
                {
                    case JobEvents.Progress:
                        progress?.Report(last = JsonSerializer.Deserialize(data, ProtocolJson.Default.JobProgress)!);
                        break;
                    case JobEvents.Preview:
                        progress?.Report(last with { Preview = ToPreview(data) });
                        break;
                    case JobEvents.Heartbeat when JsonSerializer.Deserialize(data, ProtocolJson.Default.JobHeartbeat)!.SilentSeconds
                        > _options.StallTimeout.TotalSeconds:
                        throw await EndStalledAsync().ConfigureAwait(false);
                    case JobEvents.Failed:
                        throw new ServiceException(JsonSerializer.Deserialize(data, ProtocolJson.Default.ErrorResponse)!);
                    case JobEvents.Completed:
                        return true;
                }
            }

            throw new EndOfStreamException("The events ended before the job did.");
        }).ConfigureAwait(false);
    }

    // Who shows it must be able to trust its size.
    private static JobPreview ToPreview(string data)
    {
        JobPreview preview = JsonSerializer.Deserialize(data, ProtocolJson.Default.JobPreview)!;
        return preview is { Width: > 0, Height: > 0 } && preview.Pixels.Length == (long)preview.Width * preview.Height * 3
            ? preview
            : throw new JsonException($"A preview of {preview.Width}×{preview.Height} pixels has {preview.Pixels.Length} bytes.");
    }

    private async Task<UpscaleResult> FetchAsync(string id, CancellationToken cancellationToken)
    {
        const int PartBytes = 1 << 20;
        using Silence silence = _connection.StartSilence(cancellationToken);
        return await _connection.GuardAsync(silence, async () =>
        {
            using ServiceAnswer answer = await _connection.SendAsync(HttpMethod.Get, WireFormat.ResultPath(id), null, silence)
                .ConfigureAwait(false);
            JobResult details = answer.Response.Headers.TryGetValues(WireFormat.ResultHeader, out IEnumerable<string>? values)
                ? JsonSerializer.Deserialize(values.First(), ProtocolJson.Default.JobResult)!
                : throw new JsonException($"The header {WireFormat.ResultHeader} is missing.");
            long length = (long)details.Width * details.Height * details.Channels * JobRequest.SizeOf(details.SampleFormat);
            if (length is <= 0 or > WireFormat.MaxPictureBytes || answer.Response.Content.Headers.ContentLength != length)
                throw new JsonException(
                    $"A picture of {details.Width}×{details.Height} takes {length} bytes, not "
                        + $"{answer.Response.Content.Headers.ContentLength}.");
            byte[] pixels = GC.AllocateUninitializedArray<byte>((int)length);
            Stream body = await answer.Response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            for (int filled = 0; filled < pixels.Length;)
            {
                int part = Math.Min(PartBytes, pixels.Length - filled);
                await body.ReadExactlyAsync(pixels.AsMemory(filled, part), silence.Token).ConfigureAwait(false);
                silence.Break();
                filled += part;
            }

            return new UpscaleResult(details, pixels);
        }).ConfigureAwait(false);
    }

    // Its engine will never get to the next job either. Asked to end, the service leaves even without its engine.
    private async Task<ServiceException> EndStalledAsync()
    {
        if (_options.StartsService)
            await TryTellAsync(HttpMethod.Post, WireFormat.ShutdownPath).ConfigureAwait(false);
        return new ServiceException(
            ErrorCode.ServiceHung,
            $"The service's engine gave no sign of life for {_options.StallTimeout.TotalSeconds:0.#} seconds.",
            "Try again: the service is started afresh. If it happens again, choose a smaller region or a smaller tile size.");
    }

    // The dropped connection cancels the job as well; this also reaches detached ones.
    private Task CancelAsync(string id) => TryTellAsync(HttpMethod.Delete, WireFormat.JobPath(id));

    private async Task TryTellAsync(HttpMethod method, string path)
    {
        using var limit = new CancellationTokenSource(FarewellLimit);
        try
        {
            await _connection.TellAsync(method, path, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ServiceException or OperationCanceledException)
        {
            // The caller is told that the call is over, which is true.
        }
    }
}
