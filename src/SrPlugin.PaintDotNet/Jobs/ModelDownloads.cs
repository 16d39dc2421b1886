using SrPlugin.Client;
using SrPlugin.PaintDotNet.Controls;
using SrPlugin.PaintDotNet.Status;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.PaintDotNet.Jobs;

/// <summary>The downloads of models in this process. One that has begun goes on when settings change or the dialog is closed.</summary>
/// <param name="models">Learns which models have arrived.</param>
internal sealed class ModelDownloads(ModelChoices models)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task> _downloads = [];

    /// <summary>The one of this process.</summary>
    public static ModelDownloads Shared { get; } = new(ModelChoices.Shared);

    /// <summary>Finds the download of a model, which may have ended unseen; null when there is none.</summary>
    public Task? Find(string id)
    {
        lock (_lock)
            return _downloads.GetValueOrDefault(id);
    }

    /// <summary>Forgets a download that has ended and whose outcome was seen.</summary>
    public void Forget(string id)
    {
        lock (_lock)
            _downloads.Remove(id);
    }

    /// <summary>Begins a download, or finds the one that runs.</summary>
    /// <param name="entry">The model. Its licences were accepted.</param>
    /// <param name="service">The service.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <returns>A task that fails as the download does.</returns>
    public Task Begin(CatalogueEntry entry, IRestorationService service, IProgressDisplay display)
    {
        lock (_lock)
        {
            if (_downloads.TryGetValue(entry.Id, out Task? running) && !running.IsCompleted)
                return running;
            Task begun = Task.Run(() => RunAsync(entry, service, display), CancellationToken.None);

            // Seen here, so that a failure after the end of the dialog is not reported as one that nobody looked at.
            begun.ContinueWith(
                ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            _downloads[entry.Id] = begun;
            return begun;
        }
    }

    private async Task RunAsync(CatalogueEntry entry, IRestorationService service, IProgressDisplay display)
    {
        var cancellation = new CancellationTokenSource();
        using IProgressReport report = display.Begin(cancellation.Cancel);
        await service.InstallAsync(entry.Id, new Relay(report), cancellation.Token).ConfigureAwait(false);
        models.NoteInstalled(entry.Id);
    }

    // The window shows jobs; the words of a download stand where a job's stage does.
    private sealed class Relay(IProgressReport report) : IProgress<InstallationProgress>
    {
        public void Report(InstallationProgress value) => report.Report(new JobProgress
        {
            Stage = ModelText.Progress(value),
            Percent = value.TotalBytes > 0 ? 100.0 * value.CompletedBytes / value.TotalBytes : 0,
        });
    }
}
