using System.Collections.Immutable;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.Jobs;
using SrPlugin.Service.Memory;
using SrPlugin.Weights.Models;

namespace SrPlugin.Service.Engines;

/// <summary>The models in memory. Used from the inference thread; only the names may be read by others.</summary>
/// <param name="reserveBytes">Free memory of the machine below which models that nobody uses make room for another one.</param>
/// <param name="load">Loads a model.</param>
internal sealed class ResidentModels(long reserveBytes, Func<ModelFolder, ComputePrecision, CancellationToken, IRestorationModel> load)
{
    private readonly List<Entry> _entries = [];
    private volatile string? _deviceName;
    private ImmutableArray<string> _ids = [];

    /// <summary>Ids of the models in memory.</summary>
    public ImmutableArray<string> Ids => _ids;

    /// <summary>The device in use; null before the first model.</summary>
    public string? DeviceName => _deviceName;

    /// <summary>
    /// Works with a model, loaded if need be. Where memory runs out (of a GPU nobody can say beforehand how much is left), the models that
    /// nobody uses make room and it is tried once more.
    /// </summary>
    /// <param name="folder">The model.</param>
    /// <param name="precision">What to load it in.</param>
    /// <param name="isAnyPrecision">Whether a copy in another precision that is in memory will do.</param>
    /// <param name="work">Gets the model and the SHA-256 over its files.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    public T Use<T>(
        ModelFolder folder, ComputePrecision precision, bool isAnyPrecision, Func<IImageRestorer, string, T> work,
        CancellationToken cancellationToken)
    {
        for (bool isFirst = true; ; isFirst = false)
        {
            Entry? used = null;
            try
            {
                used = Find(folder, precision, isAnyPrecision) ?? Load(folder, precision, cancellationToken);
                used.Users++;
                try
                {
                    return work(used.Model, used.Hash);
                }
                finally
                {
                    used.Users--;
                }
            }
            catch (Exception exception) when (isFirst && (exception is OutOfDeviceMemoryException || DeviceMemory.IsExhausted(exception)))
            {
                if (!Clear(except: used))
                    throw;
            }
        }
    }

    /// <summary>Frees the models that nobody uses.</summary>
    /// <param name="except">One that stays; null for none.</param>
    /// <returns>Whether there were any.</returns>
    public bool Clear(Entry? except = null)
    {
        Entry[] idle = [.. _entries.Where(entry => entry.Users == 0 && entry != except)];
        foreach (Entry entry in idle)
            entry.Model.Dispose();
        _entries.RemoveAll(idle.Contains);
        Publish();
        return idle.Length > 0;
    }

    private Entry? Find(ModelFolder folder, ComputePrecision precision, bool isAnyPrecision)
    {
        Entry[] known = [.. _entries.Where(entry => entry.Directory == folder.Directory)];
        return Array.Find(known, entry => entry.Precision == precision) ?? (isAnyPrecision ? known.FirstOrDefault() : null);
    }

    private Entry Load(ModelFolder folder, ComputePrecision precision, CancellationToken cancellationToken)
    {
        // Weights on disk, once more as feature maps: less than that, and the others go first.
        long wanted = (2 * (folder.Manifest?.Files.Sum(file => file.Size) ?? 0)) + reserveBytes;
        if (_entries.Count > 0 && MachineMemory.Available < wanted)
            Clear();
        string hash = ModelFingerprint.Compute(folder, cancellationToken);
        IRestorationModel model = load(folder, precision, cancellationToken);
        _deviceName = model.DeviceName;
        var entry = new Entry(folder.Directory, folder.Id, precision, model, hash);
        _entries.Add(entry);
        Publish();
        return entry;
    }

    private void Publish() => ImmutableInterlocked.InterlockedExchange(ref _ids, [.. _entries.Select(entry => entry.Id).Distinct()]);

    /// <summary>A model in memory.</summary>
    internal sealed class Entry(string directory, string id, ComputePrecision precision, IRestorationModel model, string hash)
    {
        public string Directory => directory;

        public string Id => id;

        public ComputePrecision Precision => precision;

        public IRestorationModel Model => model;

        public string Hash => hash;

        /// <summary>Jobs that work with it; one suspended at a checkpoint included.</summary>
        public int Users { get; set; }
    }
}
