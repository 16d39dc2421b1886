namespace SrPlugin.Imaging.Codecs;

/// <summary>The codec of each format, from the library that the build chose (MSBuild property ImageCodec).</summary>
internal static class CodecTable
{
    public static IPictureCodec For(PictureFormat format) => format switch
    {
        PictureFormat.Bmp => new BmpCodec(),
#if IMAGECODEC_IMAGESHARP
        _ => new ImageSharp.ImageSharpCodec(format),
#else
        PictureFormat.Png => new Native.PngCodec(),
        PictureFormat.Jpeg => new Native.JpegCodec(),
        PictureFormat.WebP => new Native.WebPCodec(),
        PictureFormat.Tiff => new Native.TiffCodec(),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown picture format."),
#endif
    };
}
