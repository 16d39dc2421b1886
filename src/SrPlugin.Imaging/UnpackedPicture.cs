namespace SrPlugin.Imaging;

/// <summary>A picture whose samples were unpacked into a file, upright: what is needed of it is read from there.</summary>
public sealed class UnpackedPicture : IDisposable
{
    private readonly PixelFile _pixels;
    private readonly PictureMetadata _stored;

    internal UnpackedPicture(PixelFile pixels, PictureMetadata stored) => (_pixels, _stored) = (pixels, stored);

    /// <summary>Gets the pixels of an upright row.</summary>
    public int Width => IsTurned ? _pixels.Height : _pixels.Width;

    /// <summary>Gets the upright rows.</summary>
    public int Height => IsTurned ? _pixels.Width : _pixels.Height;

    /// <summary>Gets 1 for grey, 2 for grey and alpha, 3 for RGB, 4 for RGBA.</summary>
    public int Channels => _pixels.Channels;

    /// <summary>Gets how a sample is stored.</summary>
    public SampleFormat Format => _pixels.Format;

    /// <summary>Gets what the file says of the upright picture.</summary>
    public PictureMetadata Metadata => Upright(new PixelBuffer(1, 1, Channels, Format)).Metadata;

    /// <summary>Gets what reading the file changed or left out, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets whether the file holds more pictures than this one.</summary>
    public bool IsPartial { get; init; }

    private bool IsTurned => (int)_stored.Orientation >= 5;

    /// <summary>Reads a part.</summary>
    /// <param name="area">A rectangle of the upright picture.</param>
    /// <returns>The part, upright, with the metadata of the whole.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public Picture Read(PixelRectangle area) => Upright(_pixels.Read(Picture.Stored(area, Width, Height, _stored.Orientation)));

    /// <inheritdoc/>
    public void Dispose() => _pixels.Dispose();

    private Picture Upright(PixelBuffer part) => new Picture(part, _stored).ApplyOrientation();
}
