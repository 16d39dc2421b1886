using System.Collections.Concurrent;
using SrPlugin.Imaging;
using SrPlugin.Trainer.Pictures;

namespace SrPlugin.Trainer.Data;

/// <summary>
/// The high-resolution pictures that crops are cut from: photos, each also at smaller sizes, and a window of procedural
/// pictures that moves on as training proceeds. Kept as bytes, so that a few hundred fit easily.
/// </summary>
public sealed class TrainingPictures
{
    private static readonly float[] s_photoScales = [1, 0.8f, 0.63f, 0.5f];
    private readonly ConcurrentDictionary<int, Lazy<BytePicture>> _procedural = new();
    private readonly BytePicture[] _photos;
    private readonly ProceduralPictures _generator;
    private readonly int _pictureSize, _window;
    private readonly double _picturesPerStep;

    /// <param name="photos">RGB photos, 0…1; may be empty.</param>
    /// <param name="seed">Seed of the procedural pictures.</param>
    /// <param name="pictureSize">Side of a procedural picture, pixels.</param>
    /// <param name="window">How many procedural pictures crops are cut from at a time.</param>
    /// <param name="picturesPerStep">How far the window moves with each training step.</param>
    /// <param name="smallestPhoto">Photos are not reduced below this side, pixels.</param>
    public TrainingPictures(
        IEnumerable<PlanarImage> photos, ulong seed, int pictureSize, int window, double picturesPerStep, int smallestPhoto)
    {
        ArgumentNullException.ThrowIfNull(photos);
        _generator = new ProceduralPictures(seed);
        (_pictureSize, _window, _picturesPerStep) = (pictureSize, window, picturesPerStep);
        _photos = [.. photos.SelectMany(photo => Scaled(photo, smallestPhoto))];
    }

    /// <summary>How many photos, counting each size.</summary>
    public int PhotoCount => _photos.Length;

    internal BytePicture Photo(int index) => _photos[index];

    /// <summary>Procedural picture number <paramref name="place"/> of the window at <paramref name="step"/>.</summary>
    internal BytePicture Procedural(long step, int place)
    {
        var first = (int)(step * _picturesPerStep);
        return _procedural.GetOrAdd(
            first + place, index => new Lazy<BytePicture>(() => new BytePicture(_generator.Generate(_pictureSize, index)))).Value;
    }

    /// <summary>How many procedural pictures <see cref="Procedural"/> offers at a time.</summary>
    internal int Window => _window;

    /// <summary>Forgets the pictures that no step from <paramref name="step"/> on will ask for.</summary>
    internal void Forget(long step)
    {
        var first = (int)(step * _picturesPerStep);
        foreach (var index in _procedural.Keys.Where(index => index < first))
            _procedural.TryRemove(index, out _);
    }

    private static IEnumerable<BytePicture> Scaled(PlanarImage photo, int smallest)
    {
        foreach (var scale in s_photoScales)
        {
            var width = (int)(photo.Width * scale);
            var height = (int)(photo.Height * scale);
            if (Math.Min(width, height) >= smallest)
                yield return new BytePicture(scale == 1 ? photo : Resampler.Resize(photo, width, height, ResampleFilter.Bicubic));
        }
    }
}
