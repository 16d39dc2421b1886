namespace PaintDotNet.AppModel;

public enum AppInstallType
{
    Classic = 0,
    Portable = 1,
    Appx = 2,
}
