namespace PaintDotNet.Imaging;

public enum PixelFormatNumericRepresentation
{
    Unspecified = 0,
    Indexed = 1,
    UnsignedInteger = 2,
    SignedInteger = 3,
    Fixed = 4,
    Float = 5,
}
