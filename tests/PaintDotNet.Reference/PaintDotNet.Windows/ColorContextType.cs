namespace PaintDotNet.Imaging;

public enum ColorContextType
{
    Uninitialized = 0,
    Profile = 1,
    ExifColorSpace = 2,
}
