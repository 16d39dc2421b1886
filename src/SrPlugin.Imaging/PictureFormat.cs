namespace SrPlugin.Imaging;

/// <summary>File formats that pictures are read from and written to.</summary>
public enum PictureFormat
{
    /// <summary>Portable Network Graphics: 8 and 16 bits, alpha, without loss.</summary>
    Png,

    /// <summary>JPEG: 8 bits, grey or RGB, with loss.</summary>
    Jpeg,

    /// <summary>WebP: 8 bits, RGB or RGBA, with or without loss.</summary>
    WebP,

    /// <summary>TIFF: 8, 16 and 32-bit float samples, alpha, without loss.</summary>
    Tiff,

    /// <summary>Windows bitmap: 8 bits, without loss; keeps no metadata but the resolution.</summary>
    Bmp,

    /// <summary>GIF; read only.</summary>
    Gif,

    /// <summary>AVIF, and HEIC where libvips' build has the decoder; read only.</summary>
    Heif,

    /// <summary>Truevision TGA; read only.</summary>
    Tga,

    /// <summary>Netpbm (PBM, PGM, PPM); read only.</summary>
    Pbm,
}
