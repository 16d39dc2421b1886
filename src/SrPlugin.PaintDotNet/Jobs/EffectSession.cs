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
using SrPlugin.Protocol.Catalogue;

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
    private readonly Lifetime _lifetime;
    private readonly Lock _tokenSync = new();
    private volatile RestoredRegion? _shown;
    private volatile RunningJob? _job;
    private (string Key, RestoredRegion Region)? _latest;
    private (string Key, int Runs)? _failed;
    private string? _enlarged;
    private bool _hasToken;
    private int? _handledRuns;

    /// <summary>Takes its parts, of which it owns the source.</summary>
    public EffectSession(EffectParts parts, ControlSet controls, SourcePicture source, HostMessages messages, IServiceProvider services)
    {
        (_parts, _controls, _source, _messages, _services) = (parts, controls, source, messages, services);
        _lifetime = new Lifetime(source.Dispose);
    }

    /// <summary>Computes what a token asks for. Returns at once when the host cancels; never throws for a failed job.</summary>
    /// <param name="properties">The token's.</param>
    /// <param name="hasDialog">Whether a dialog is open, so that nothing is made before its button is pressed.</param>
    /// <param name="cancellationToken">The host's, of this token.</param>
    public void SetToken(PropertyCollection properties, bool hasDialog, CancellationToken cancellationToken)
    {
        if (!_lifetime.TryEnter())
            return;
        try
        {
            // The host waits until a token is set before it sets the next. Another host may not.
            lock (_tokenSync)
                Handle(EffectSettings.Read(properties, _controls), hasDialog, cancellationToken);
        }
        finally
        {
            _lifetime.Leave();
        }
    }

    /// <summary>Writes a tile: every pixel, selected or not. The host blends with the selection's mask.</summary>
    public void Render(IBitmapEffectOutput output)
    {
        if (!_lifetime.TryEnter())
            return;
        try
        {
            using var buffer = output.LockBgra32();
            var target = buffer.AsRegionPtr();
            RestoredRegion? shown = _shown;
            if (shown is null || !shown.Bounds.Contains(output.Bounds))
                _source.Layer.CopyPixels(target, output.Bounds.Location);
            shown?.CopyTo(output.Bounds, target);
        }
        finally
        {
            _lifetime.Leave();
        }
    }

    /// <summary>Cancels what runs. The source ends when the last thread has left it.</summary>
    public void Dispose()
    {
        _lifetime.End();
        _job?.Cancel();
    }

    private void Handle(EffectSettings settings, bool hasDialog, CancellationToken cancellationToken)
    {
        bool isFirst = !_hasToken;
        _hasToken = true;
        _shown = null;
        _handledRuns ??= hasDialog ? settings.Runs : settings.Runs - 1;
        string key = "";
        try
        {
            key = $"{_source.GetFingerprint(cancellationToken)} {settings.RecipeText}";
            if (_job is { } running && running.Key != key)
                running.Cancel();
            if (_parts.Models.FindMissing(settings.Recipe.Model) is { } missing
                && !GetModel(missing, settings, key, hasDialog, cancellationToken))
                return;
            if (settings.Enlarges)
                Enlarge(settings, key, isFirst, cancellationToken);
            else
                Restore(settings, key, isFirst, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested || _lifetime.IsOver)
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

    // Whoever presses the button has the licence before their eyes. False where the model is not there yet.
    private bool GetModel(CatalogueEntry entry, EffectSettings settings, string key, bool hasDialog, CancellationToken cancellationToken)
    {
        bool isPressed = settings.Runs != _handledRuns;
        Task? download = _parts.Downloads.Find(entry.Id);
        if (download is null && !isPressed)
        {
            if (_failed?.Key != key)
                _messages.Show(ModelOfferText.Of(entry));
            return false;
        }

        if (!hasDialog || entry.ManualFiles.Count > 0)
            throw new ServiceException(ErrorCode.ModelMissing, ModelOfferText.Of(entry));
        if (isPressed)
        {
            _handledRuns = settings.Runs;
            _messages.Show($"Getting {entry.Name}…");
            download = _parts.Downloads.Begin(entry, _parts.Service, _parts.Progress);
        }

        // Another token may see the end: the one that began it is cancelled when a setting, or the status line, changes.
        Task.WaitAny([download!], cancellationToken);
        _parts.Downloads.Forget(entry.Id);
        if (download!.IsCompletedSuccessfully)
            return true;
        Remember(key, settings);
        if (download.Exception?.InnerException is { } failure)
            _messages.ShowFailure(failure);
        else
            _messages.Show("Cancelled. Press the button to go on with the download.");
        return false;
    }

    private void Restore(EffectSettings settings, string key, bool isFirst, CancellationToken cancellationToken)
    {
        _handledRuns = settings.Runs;
        RestoredRegion? region = _latest is { } latest && latest.Key == key ? latest.Region : _parts.Cache.Find(key);
        if (region is null)
        {
            if (_failed == (key, settings.Runs) || FindJob(settings, key, isFirst, cancellationToken) is not { } job)
                return;
            region = Take(job, result => job.Pictures.TakeRestored(result, cancellationToken), cancellationToken);
            _parts.Cache.Add(key, region);
        }

        _latest = (key, region);
        _shown = settings.ShowsChanges ? region.WithChanges(HostPixels.Read(_source.Layer, region.Bounds, cancellationToken)) : region;
        _messages.Show(Describe(region.Details));
    }

    private void Enlarge(EffectSettings settings, string key, bool isFirst, CancellationToken cancellationToken)
    {
        if (settings.Runs == _handledRuns)
        {
            if (_failed?.Key != key && _enlarged != key)
                _messages.Show("Press the button to create the enlarged image. This image stays as it is.");
            return;
        }

        if (FindJob(settings, key, isFirst, cancellationToken) is not { } job)
            return;
        var host = _services.GetService(typeof(IAppInfoService)) as IAppInfoService;
        var (path, details) = Take(
            job,
            result =>
                (_parts.NewImages.Open(job.Pictures.TakeEnlarged(result, cancellationToken), host, cancellationToken), result.Details),
                cancellationToken);
        _handledRuns = settings.Runs;
        _enlarged = key;
        _failed = null;
        _messages.Show($"{details.Width}×{details.Height} pixels, saved as {path}. {Describe(details)}");
    }

    // The job of the former token, when it computes the same, or a new one; none when the host cancels first. Sliders send a token for
    // every step: a job is worth starting when they rest. The first token comes from no slider.
    private RunningJob? FindJob(EffectSettings settings, string key, bool isFirst, CancellationToken cancellationToken)
    {
        if (_job is { } left && left.Key == key && left.TryTakeOver())
            return left;
        if (isFirst ? cancellationToken.IsCancellationRequested : cancellationToken.WaitHandle.WaitOne(_parts.Debounce))
            return null;
        var job = new RunningJob(key, JobPictures.Read(_source, settings, cancellationToken), _parts.Service, _parts.Progress);
        _job = job;

        // Disposed in between: nobody else would cancel it.
        if (_lifetime.IsOver)
            job.Cancel();
        return job;
    }

    // What is made of a job's result. When the host cancels, the job is left to the next token.
    private T Take<T>(RunningJob job, Func<UpscaleResult, T> take, CancellationToken cancellationToken)
    {
        try
        {
            T taken = take(job.Wait(cancellationToken));
            _job = null;
            LearnModels();
            return taken;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !_lifetime.IsOver)
        {
            job.Leave(_parts.TakeOver);
            throw;
        }
        catch
        {
            _job = null;
            throw;
        }
    }

    private void LearnModels()
    {
        if (!_parts.Models.BeginsLearning())
            return;
        Task.Run(async () => _parts.Models.Learn(
                (await _parts.Service.GetModelsAsync(CancellationToken.None)).Models,
                (await _parts.Service.GetCatalogueAsync(CancellationToken.None)).Models))
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
        return result.Scores is { } scores
            ? string.Create(CultureInfo.InvariantCulture, $"Blur {scores.Blur:0.00}, noise {scores.Noise:0.00}. {text}")
            : text;
    }
}
