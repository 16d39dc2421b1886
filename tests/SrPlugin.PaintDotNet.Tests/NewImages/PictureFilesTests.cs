using NSubstitute;
using PaintDotNet.AppModel;
using SrPlugin.PaintDotNet.NewImages;

namespace SrPlugin.PaintDotNet.Tests.NewImages;

public sealed class PictureFilesTests
{
    [Theory]
    [InlineData(AppInstallType.Classic)]
    [InlineData(AppInstallType.Portable)]
    public void CommandFor_InstalledEditor_StartsItWithThePath(AppInstallType type)
    {
        var command = PictureFiles.CommandFor("/pictures/a b.png", Host(type));

        command.FileName.ShouldBe(Path.Combine("/apps/paint.net", "paintdotnet.exe"));
        command.ArgumentList.ShouldBe(["/pictures/a b.png"]);
        command.UseShellExecute.ShouldBeFalse();
    }

    [Fact]
    public void CommandFor_StoresEditor_UsesItsProtocol()
    {
        var command = PictureFiles.CommandFor("/pictures/a b.png", Host(AppInstallType.Appx));

        command.FileName.ShouldBe("paintdotnet:\"/pictures/a b.png\"");
        command.UseShellExecute.ShouldBeTrue();
    }

    [Fact]
    public void Open_EditorCannotBeStarted_SaysWhereThePictureIs()
    {
        string folder = Directory.CreateTempSubdirectory("srp-").FullName;
        var files = new PictureFiles(folder);

        var fault = Should.Throw<IOException>(
            () => files.Open(new Jobs.EnlargedPicture(1, 1, new byte[4], default), Host(AppInstallType.Classic), CancellationToken.None));

        string saved = Directory.GetFiles(folder).ShouldHaveSingleItem();
        fault.Message.ShouldContain(saved);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Save_EveryNumberTaken_FindsAnotherName()
    {
        string folder = Directory.CreateTempSubdirectory("srp-").FullName;
        for (int number = 1; number <= 1001; number++)
            File.WriteAllBytes(Path.Combine(folder, $"Enlarged {number:000}.png"), []);

        string[] saved = [
            .. Enumerable.Range(0, 2)
                .Select(_ => new PictureFiles(folder).Save(new Jobs.EnlargedPicture(1, 1, new byte[4], default), CancellationToken.None))
        ];

        saved.Distinct().Count().ShouldBe(2);
        saved.ShouldAllBe(path => new FileInfo(path).Length > 0);
        Directory.Delete(folder, recursive: true);
    }

    private static IAppInfoService Host(AppInstallType type)
    {
        var host = Substitute.For<IAppInfoService>();
        host.InstallType.Returns(type);
        host.InstallDirectory.Returns("/apps/paint.net");
        return host;
    }
}
