namespace SrPlugin.Imaging.Codecs;

/// <summary>
/// A directory of a TIFF structure, which is a page of a TIFF file or a part of EXIF, with the directories that it points to.
/// </summary>
internal sealed class TiffDirectory : SortedDictionary<ushort, ExifEntry>
{
    public const ushort NewSubfileType = 254;
    public const ushort Photometric = 262;
    public const ushort ImageDescription = 270;
    public const ushort Orientation = 274;
    public const ushort XResolution = 282;
    public const ushort YResolution = 283;
    public const ushort ResolutionUnit = 296;
    public const ushort Software = 305;
    public const ushort Artist = 315;
    public const ushort SubImages = 330;
    public const ushort Copyright = 0x8298;
    public const ushort PhotoPointer = 0x8769;
    public const ushort GpsPointer = 0x8825;
    public const ushort MakerNote = 0x927C;
    public const ushort UserComment = 0x9286;
    public const ushort PixelXDimension = 0xA002;
    public const ushort PixelYDimension = 0xA003;
    public const ushort InteropPointer = 0xA005;

    /// <summary>The directories behind <see cref="PhotoPointer"/>, <see cref="GpsPointer"/> and <see cref="InteropPointer"/>.</summary>
    public SortedDictionary<ushort, TiffDirectory> Inner { get; } = [];

    /// <summary>The directories behind <see cref="SubImages"/>: other sizes of the page, or a camera's raw data.</summary>
    public List<TiffDirectory> Sub { get; } = [];

    /// <summary>Where the value of <see cref="Photometric"/> lies in the file.</summary>
    public int PhotometricPlace { get; set; }

    /// <summary>The EXIF directory proper.</summary>
    public TiffDirectory Photo => Child(PhotoPointer);

    /// <summary>Where the picture was taken.</summary>
    public TiffDirectory Gps => Child(GpsPointer);

    /// <summary>Gets the first value of a SHORT or LONG.</summary>
    public long Integer(ushort tag, long otherwise) => GetValueOrDefault(tag)?.FirstInteger() ?? otherwise;

    public ExifEntry? GetValueOrDefault(ushort tag) => TryGetValue(tag, out var entry) ? entry : null;

    private TiffDirectory Child(ushort pointer) => Inner.TryGetValue(pointer, out var child) ? child : Inner[pointer] = [];
}
