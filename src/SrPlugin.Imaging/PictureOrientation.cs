namespace SrPlugin.Imaging;

/// <summary>EXIF's orientation: where the stored first row and first column lie when the picture is shown.</summary>
public enum PictureOrientation
{
    /// <summary>As stored.</summary>
    TopLeft = 1,

    /// <summary>Mirrored left to right.</summary>
    TopRight = 2,

    /// <summary>Turned by 180°.</summary>
    BottomRight = 3,

    /// <summary>Mirrored top to bottom.</summary>
    BottomLeft = 4,

    /// <summary>Mirrored along the falling diagonal.</summary>
    LeftTop = 5,

    /// <summary>To be turned 90° clockwise.</summary>
    RightTop = 6,

    /// <summary>Mirrored along the rising diagonal.</summary>
    RightBottom = 7,

    /// <summary>To be turned 90° anticlockwise.</summary>
    LeftBottom = 8,
}
