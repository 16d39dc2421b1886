using SrPlugin.Client.Starting;
using SrPlugin.Protocol;

namespace SrPlugin.Client.Tests.Starting;

public sealed class ServiceLocatorTests : IDisposable
{
    private static readonly string Program = OperatingSystem.IsWindows() ? "srplugin-service.exe" : "srplugin-service";

    private readonly string _root = Directory.CreateTempSubdirectory("srplugin-find-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Find_GivenAndEnvironment_GivenWins() =>
        ServiceLocator.Find(Make("a/one"), Make("b/two"), [_root]).ShouldBe(Path.Combine(_root, "a/one"));

    [Fact]
    public void Find_EnvironmentAndFolders_EnvironmentWins()
    {
        Make(Program);

        ServiceLocator.Find(null, Make("b/two"), [_root]).ShouldBe(Path.Combine(_root, "b/two"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("service")]
    public void Find_InAFolder_BesideOrBelow(string below)
    {
        string program = Make(Path.Combine("second", below, Program));

        ServiceLocator.Find(null, null, [Path.Combine(_root, "first"), Path.Combine(_root, "second")]).ShouldBe(program);
    }

    [Fact]
    public void Find_NamedButMissing_IsNotReplacedByAnother()
    {
        Make(Program);

        ServiceException fault = Should.Throw<ServiceException>(() => ServiceLocator.Find(null, Path.Combine(_root, "nowhere"), [_root]));

        fault.Code.ShouldBe(ErrorCode.ServiceMissing);
        fault.Message.ShouldContain("nowhere");
    }

    [Fact]
    public void Find_Nowhere_ListsThePlaces()
    {
        ServiceException fault = Should.Throw<ServiceException>(() => ServiceLocator.Find(null, null, [_root]));

        fault.Code.ShouldBe(ErrorCode.ServiceMissing);
        fault.Message.ShouldContain(Path.Combine(_root, Program));
        fault.Message.ShouldContain(Path.Combine(_root, "service", Program));
        fault.Remedy.ShouldContain(ServiceLocator.Variable);
    }

    private string Make(string name)
    {
        string path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        return path;
    }
}
