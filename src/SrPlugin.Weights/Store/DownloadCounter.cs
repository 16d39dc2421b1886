namespace SrPlugin.Weights.Store;

/// <summary>Adds up what arrives of several files at once.</summary>
internal sealed class DownloadCounter(IReadOnlyList<CatalogueFile> files, IProgress<InstallProgress>? progress, TimeProvider clock)
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly TransferMeter _meter = new(clock);
    private readonly Dictionary<string, (long Received, long Size)> _files = files.ToDictionary(file => file.Path, file => (0L, file.Size));
    private long _last = clock.GetTimestamp() - clock.TimestampFrequency;

    /// <summary>Sets the size of a file, once it is known.</summary>
    public void Expect(CatalogueFile file, long size)
    {
        lock (_lock)
            _files[file.Path] = (_files[file.Path].Received, size);
    }

    /// <summary>Notes what has arrived of a file.</summary>
    public void Count(CatalogueFile file, long received)
    {
        lock (_lock)
        {
            _files[file.Path] = (received, Math.Max(_files[file.Path].Size, received));
            long done = _files.Values.Sum(item => item.Received), total = _files.Values.Sum(item => item.Size);
            if (done < total && clock.GetElapsedTime(_last) < _interval)
                return;
            _last = clock.GetTimestamp();
            double speed = _meter.Add(done);
            progress?.Report(
                new InstallProgress(
                    InstallStage.Downloading, file.Path, done, total, speed,
                    speed > 0 ? TimeSpan.FromSeconds((total - done) / speed) : null));
        }
    }
}
