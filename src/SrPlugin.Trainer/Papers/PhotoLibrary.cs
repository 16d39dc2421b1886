using SrPlugin.Imaging;
using SrPlugin.Trainer.Data;
using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Papers;

/// <summary>Photos in folders, read when a crop of them is asked for and kept as bytes while there is room.</summary>
internal sealed class PhotoLibrary
{
    private const int Attempts = 100;
    private readonly PaperData _data;
    private readonly string[] _files;
    private readonly Dictionary<string, LinkedListNode<(string File, BytePicture Photo)>> _cache = new(StringComparer.Ordinal);
    private readonly LinkedList<(string File, BytePicture Photo)> _recent = new();
    private long _bytes;

    /// <exception cref="InvalidDataException">The folders hold no photo.</exception>
    public PhotoLibrary(PaperData data)
    {
        _data = data;
        _files = [.. data.Photos.SelectMany(Files)];
        if (_files.Length == 0)
            throw new InvalidDataException($"There are no photos in {string.Join(", ", data.Photos.Select(one => one.Folder))}.");
    }

    /// <summary>The number of photos found, those included that will be passed over.</summary>
    public int Count => _files.Length;

    /// <summary>A random square of a random photo, mirrored left to right half the time.</summary>
    /// <exception cref="InvalidDataException">Too many photos in turn are too small.</exception>
    public PlanarImage Crop(SeededRandom random)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (Photo(_files[random.NextIndex(_files.Length)]) is { } photo)
                return photo.MirroredCrop(random, _data.CropSize);
        }

        throw new InvalidDataException(
            $"{Attempts} photos in turn have fewer than {_data.FewestPixels} pixels or {_data.FewestBytes} bytes. Name folders of larger "
                + $"photos, or lower data.fewestPixels and data.fewestBytes.");
    }

    private static IEnumerable<string> Files(PhotoFolder folder)
    {
        var files = Directory.EnumerateFiles(folder.Folder, "*", SearchOption.AllDirectories)
            .Where(file => PictureFile.ReadableExtensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
                .Order(StringComparer.Ordinal);
        return folder.First > 0 ? files.Take(folder.First) : files;
    }

    private BytePicture? Photo(string file)
    {
        if (_cache.TryGetValue(file, out var known))
        {
            _recent.Remove(known);
            _recent.AddFirst(known);
            return known.Value.Photo;
        }

        if (new FileInfo(file).Length < _data.FewestBytes)
            return null;
        var photo = new BytePicture(PlanarImage.FromPixels(PictureFile.Load(file).Pixels).ToRgb());
        if ((long)photo.Width * photo.Height < _data.FewestPixels)
            return null;
        _cache[file] = _recent.AddFirst((file, photo));
        _bytes += 3L * photo.Width * photo.Height;
        while (_bytes > (long)_data.CacheMegabytes << 20 && _recent.Count > 1)
        {
            var (oldest, dropped) = _recent.Last!.Value;
            _recent.RemoveLast();
            _cache.Remove(oldest);
            _bytes -= 3L * dropped.Width * dropped.Height;
        }

        return photo;
    }
}
