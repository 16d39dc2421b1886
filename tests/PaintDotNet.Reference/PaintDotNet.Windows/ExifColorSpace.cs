namespace PaintDotNet.Imaging;

public enum ExifColorSpace : ushort
{
    Srgb = 1,
    AdobeRgb = 2,
    Uncalibrated = 65535,
}
