using System.Diagnostics;
using SrPlugin.Testing.Needs;
using SrPlugin.Weights.Store;

namespace SrPlugin.Weights.Tests.Store;

/// <summary>A disk that fills up while a model arrives.</summary>
public sealed class FullDiskTests
{
    [LinuxRootFact]
    public async Task Install_DiskFillsUpMeanwhile_SaysSoAndGoesOnOnceThereIsSpace()
    {
        await using StoreFixture web = await StoreFixture.CreateAsync();
        string catalogue = Path.Combine(web.Models, "catalogue");
        (string Name, string Text)[] entries = [
            .. Directory.EnumerateFiles(catalogue).Select(path => (Path.GetFileName(path), File.ReadAllText(path)))
        ];
        Mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", web.Models);
        try
        {
            Directory.CreateDirectory(catalogue);
            foreach ((string name, string text) in entries)
                File.WriteAllText(Path.Combine(catalogue, name), text);

            ModelStoreException fault = await Should.ThrowAsync<ModelStoreException>(() => web.InstallAsync());

            fault.Fault.ShouldBe(StoreFault.DiskFull);
            fault.Remedy.ShouldContain("Free some space");
            web.Store.List().ShouldBeEmpty();

            Mount("-o", "remount,size=20m", web.Models);
            await web.InstallAsync();
            web.Store.Open("small").Verify(null, CancellationToken.None).ShouldAllBe(file => file.Problem == null);
        }
        finally
        {
            Unmount(web.Models);
        }
    }

    [LinuxRootFact]
    public async Task FreeSpace_SmallDisk_IsThatDisks()
    {
        await using StoreFixture web = await StoreFixture.CreateAsync();
        string disk = Path.Combine(web.Models, "disk");
        Directory.CreateDirectory(disk);
        Mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", disk);
        try
        {
            DiskSpace.FindFree(Path.Combine(disk, "not", "there", "yet")).ShouldBe(1 << 20);
        }
        finally
        {
            Unmount(disk);
        }
    }

    private static void Mount(params string[] arguments)
    {
        using Process mount = Process.Start("mount", arguments);
        mount.WaitForExit();
        mount.ExitCode.ShouldBe(0);
    }

    private static void Unmount(string folder)
    {
        using Process unmount = Process.Start("umount", [folder]);
        unmount.WaitForExit();
    }
}
