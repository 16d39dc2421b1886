namespace PaintDotNet.AppModel;

public interface IAppInfoService : IInternalImpl
{
    AppInstallType InstallType { get; }

    Version AppVersion { get; }

    string InstallDirectory { get; }
}
