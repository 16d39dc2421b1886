using System.Globalization;
using PaintDotNet.AppModel;
using PaintDotNet.Effects;
using PaintDotNet.Imaging;
using PaintDotNet.PropertySystem;
using SrPlugin.Client;
using SrPlugin.PaintDotNet.Controls;
using SrPlugin.PaintDotNet.Pixels;
using SrPlugin.PaintDotNet.Status;
using SrPlugin.Protocol;

namespace SrPlugin.PaintDotNet.Jobs;

/// <summary>
/// One invocation of the effect. A token is computed at most once, before its tiles; the tiles are copied. While there is no result, for
/// whatever reason, the tiles are the source.
/// </summary>
internal sealed class EffectSession : IDisposable
{
    private readonly EffectParts _parts;
    private readonly ControlSet _controls;
    private readonly SourcePicture _source;
    private readonly HostMessages _messages;
    private readonly IServiceProvider _services;
    private volatile RestoredRegion? _shown;
    private (string Key, RestoredRegion Region)? _latest;
    private (string Key, int Runs)? _failed;
    private bool _hasToken;
    private int? _handledRuns;

    /// <summary>Takes its parts, of which it owns the source.</summary>
    public EffectSession(EffectParts parts, ControlSet controls, SourcePicture source, HostMessages messages, IServiceProvider services) =>
        (_parts, _controls, _source, _messages, _services) = (parts, controls, source, messages, services);

    /// <summary>Computes what a token asks for. Returns at once when the host cancels; never throws for a failed job.</summary>
    /// <param name="properties">The token's.</param>
    /// <param name="hasDialog">Whether a dialog is open, so that nothing is made before its button is pressed.</param>
    /// <param name="cancellationToken">The host's, of this token.</param>
    public void SetToken(PropertyCollection properties, bool hasDialog, CancellationToken cancellationToken)
    {
        bool isFirst = !_hasToken;
        _hasToken = true;
        _shown = null;
        EffectSettings settings = EffectSettings.Read(properties, _controls);
        _handledRuns ??= hasDialog ? settings.Runs : settings.Runs - 1;
        string key = "";
        try
        {
            key = $"{_source.Fingerprint} {settings.RecipeText}";
            if (settings.Enlarges)
                Enlarge(settings, isFirst, cancellationToken);
            else
                Restore(settings, key, isFirst, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Another token follows, or the effect is over: whatever went wrong meanwhile is of no interest.
        }
        catch (OperationCanceledException)
        {
            Remember(key, settings);
            _messages.Show("Cancelled. Press the button to compute it again.");
        }
        catch (Exception exception)
        {
            // The edge to the host: whatever happened, the editor shows the source, and the reason.
            Remember(key, settings);
            _messages.ShowFailure(exception);
        }
    }

    /// <summary>Writes a tile: every pixel, selected or not. The host blends with the selection's mask.</summary>
    public void Render(IBitmapEffectOutput output)
    {
        using var buffer = output.LockBgra32();
        var target = buffer.AsRegionPtr();
        RestoredRegion? shown = _shown;
        if (shown is null || !shown.Bounds.Contains(output.Bounds))
            _source.Layer.CopyPixels(target, output.Bounds.Location);
        shown?.CopyTo(output.Bounds, target);
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private void Restore(EffectSettings settings, string key, bool isFirst, CancellationToken cancellationToken)
    {
        _handledRuns = settings.Runs;
        RestoredRegion? region = _latest is { } latest && latest.Key == key ? latest.Region : _parts.Cache.Find(key);
        if (region is null)
        {
            if (_failed == (key, settings.Runs) || !SettlesDown(isFirst, cancellationToken))
                return;
            var pictures = JobPictures.Read(_source, settings);
            region = pictures.TakeRestored(Run(pictures, cancellationToken));
            _parts.Cache.Add(key, region);
        }

        _latest = (key, region);
        _shown = region;
        _messages.Show(Describe(region.Details));
    }

    private void Enlarge(EffectSettings settings, bool isFirst, CancellationToken cancellationToken)
    {
        if (settings.Runs == _handledRuns)
        {
            if (_failed is null)
                _messages.Suggest("Press the button to create the enlarged image. This image stays as it is.");
            return;
        }

        if (!SettlesDown(isFirst, cancellationToken))
            return;
        var pictures = JobPictures.Read(_source, settings);
        UpscaleResult result = Run(pictures, cancellationToken);
        string path = _parts.NewImages.Open(pictures.TakeEnlarged(result), _services.GetService(typeof(IAppInfoService)) as IAppInfoService);
        _handledRuns = settings.Runs;
        _failed = null;
        _messages.Show($"{result.Details.Width}×{result.Details.Height} pixels, saved as {path}. {Describe(result.Details)}");
    }

    // Sliders send a token for every step; a job is worth starting when they rest. The first token comes from no slider.
    private bool SettlesDown(bool isFirst, CancellationToken cancellationToken) =>
        isFirst ? !cancellationToken.IsCancellationRequested : !cancellationToken.WaitHandle.WaitOne(_parts.Debounce);

    private UpscaleResult Run(JobPictures pictures, CancellationToken cancellationToken)
    {
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CancellationToken either = cancellation.Token;
        using IProgressReport progress = _parts.Progress.Begin(cancellation.Cancel);
        Task<UpscaleResult> job = Task.Run(
            () => _parts.Service.UpscaleAsync(pictures.Request, pictures.Pixels, pictures.Mask, progress, either), CancellationToken.None);
        try
        {
            // Waits for the job or for whoever cancels, not for the service to have heard of it.
            Task.WaitAny([job], either);
            UpscaleResult result = job.GetAwaiter().GetResult();
            LearnModels();
            return result;
        }
        finally
        {
            job.ContinueWith(
                ended =>
                {
                    _ = ended.Exception;
                    cancellation.Dispose();
                },
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void LearnModels()
    {
        if (!_parts.Models.BeginsLearning())
            return;
        Task.Run(async () => _parts.Models.Learn((await _parts.Service.GetModelsAsync(CancellationToken.None)).Models))
            .ContinueWith(task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private void Remember(string key, EffectSettings settings)
    {
        _failed = (key, settings.Runs);
        _handledRuns = settings.Runs;
    }

    private static string Describe(JobResult result)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{result.RecipeUsed.Model}, {result.Seconds:0.0} s.");
        return result.Scores is { } scores ? string.Create(CultureInfo.InvariantCulture, $"Blur {scores.Blur:0.00}, noise {scores.Noise:0.00}. {text}") : text;
    }
}
