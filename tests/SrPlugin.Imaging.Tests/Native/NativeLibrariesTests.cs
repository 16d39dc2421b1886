using SrPlugin.Imaging.Codecs.Native;

namespace SrPlugin.Imaging.Tests.Native;

public sealed class NativeLibrariesTests
{
    [Fact]
    public void Load_NoSuchLibrary_NamesItAndItsPackage()
    {
        var fault = Should.Throw<PictureLibraryMissingException>(
            () => NativeLibraries.Load("libnone0", ["libsrplugin-none.so.0", "libsrplugin-none.so"], typeof(NativeLibraries).Assembly, null));

        (fault.Library, fault.Package).ShouldBe(("libsrplugin-none.so.0", "libnone0"));
        fault.Message.ShouldContain("libnone0");
    }
}
