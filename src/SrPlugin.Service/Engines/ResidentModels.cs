using System.Collections.Immutable;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Service.Memory;
using SrPlugin.Weights.Models;

namespace SrPlugin.Service.Engines;

/// <summary>The models in memory. Used from inference threads, of which one computes at a time; only the names may be read by others.</summary>
internal sealed class ResidentModels(ComputeDevice device, long reserveBytes)
{
    private readonly List<Entry> _entries = [];
    private volatile string? _deviceName;
    private ImmutableArray<string> _ids = [];

    /// <summary>Ids of the models in memory.</summary>
    public ImmutableArray<string> Ids => _ids;

    /// <summary>The device in use; null before the first model.</summary>
    public string? DeviceName => _deviceName;

    /// <summary>A model, loaded if need be. Others that nobody uses make room for it when memory is scarce.</summary>
    public Use Borrow(ModelFolder folder, ComputePrecision precision, CancellationToken cancellationToken)
    {
        Entry? entry = _entries.Find(known => known.Directory == folder.Directory && known.Precision == precision);
        if (entry is null)
        {
            // Weights on disk, once more as feature maps: less than that, and the others go first.
            long wanted = (2 * (folder.Manifest?.Files.Sum(file => file.Size) ?? 0)) + reserveBytes;
            if (_entries.Count > 0 && MachineMemory.Available < wanted)
                Clear();
            string hash = ModelFingerprint.Compute(folder, cancellationToken);
            IRestorationModel pipeline = RestorationModelLoader.Load(folder, device, precision, cancellationToken);
            _deviceName = pipeline.DeviceName;
            entry = new Entry(folder.Directory, folder.Id, precision, pipeline, hash);
            _entries.Add(entry);
            Publish();
        }

        entry.Users++;
        return new Use(entry);
    }

    /// <summary>Frees the models that nobody uses.</summary>
    public void Clear()
    {
        foreach (Entry entry in _entries.Where(entry => entry.Users == 0))
            entry.Model.Dispose();
        _entries.RemoveAll(entry => entry.Users == 0);
        Publish();
    }

    private void Publish() => ImmutableInterlocked.InterlockedExchange(ref _ids, [.. _entries.Select(entry => entry.Id).Distinct()]);

    /// <summary>A model in use; disposing ends the use, not the model.</summary>
    public sealed class Use(Entry entry) : IDisposable
    {
        /// <summary>The model.</summary>
        public IImageRestorer Restorer => entry.Model;

        /// <summary>SHA-256 over its files.</summary>
        public string Hash => entry.Hash;

        /// <inheritdoc/>
        public void Dispose() => entry.Users--;
    }

    internal sealed record Entry(string Directory, string Id, ComputePrecision Precision, IRestorationModel Model, string Hash)
    {
        public int Users { get; set; }
    }
}
