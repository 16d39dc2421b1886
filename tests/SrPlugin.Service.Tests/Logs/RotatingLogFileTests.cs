using Microsoft.Extensions.Logging;
using SrPlugin.Service.Logs;
using SrPlugin.Testing.Needs;

namespace SrPlugin.Service.Tests.Logs;

public sealed class RotatingLogFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LogFolder => Path.Combine(_folder.Path, "logs");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WriteLine_ManyLines_KeepsTheLatestWithinTheBounds()
    {
        using (var log = new RotatingLogFile(LogFolder, maxBytes: 1000, count: 3))
        {
            for (int i = 0; i < 500; i++)
                log.WriteLine($"line {i}");
        }

        string[] files = Directory.GetFiles(LogFolder);
        files.Length.ShouldBe(3);
        files.ShouldAllBe(file => new FileInfo(file).Length <= 1000);
        File.ReadLines(Path.Combine(LogFolder, "service.log")).Last().ShouldBe("line 499");
        File.ReadLines(Path.Combine(LogFolder, "service.1.log")).Last().ShouldBe(
            "line "


                        + (
                            int.Parse(
                                File.ReadLines(Path.Combine(LogFolder, "service.log")).First()[5..],
                                System.Globalization.CultureInfo.InvariantCulture) - 1));
    }

    [Fact]
    public void WriteLine_FolderCannotBeMade_LosesLinesAndSaysSoLater()
    {
        File.WriteAllText(LogFolder, "a file where the folder should be");
        using var log = new RotatingLogFile(LogFolder, maxBytes: 1000, count: 3);
        log.WriteLine("first");
        log.WriteLine("second");
        log.LostLines.ShouldBe(2);

        File.Delete(LogFolder);
        log.WriteLine("third");

        File.ReadAllText(log.Path).ShouldBe("{\"level\":\"Warning\",\"message\":\"2 lines could not be written\"}\nthird\n");
    }

    [LinuxFact]
    public void WriteLine_DiskIsFull_GoesOn()
    {
        Directory.CreateDirectory(LogFolder);
        File.CreateSymbolicLink(Path.Combine(LogFolder, "service.log"), "/dev/full");
        using var log = new RotatingLogFile(LogFolder, maxBytes: 1000, count: 3);

        log.WriteLine("first");

        log.LostLines.ShouldBe(1);
    }

    [Fact]
    public void WriteLine_FileWasDeleted_BeginsANewOne()
    {
        using var log = new RotatingLogFile(LogFolder, maxBytes: 1000, count: 3);
        log.WriteLine("first");
        Directory.Delete(LogFolder, recursive: true);

        log.WriteLine("second");

        File.ReadAllLines(log.Path).ShouldBe(["second"]);
        log.LostLines.ShouldBe(0);
    }

    [Fact]
    public void Log_Message_IsOneJsonObjectALine()
    {
        using (var provider = new JsonLineLoggerProvider(new RotatingLogFile(LogFolder, 10_000, 2), TimeProvider.System))
        {
            ILogger logger = provider.CreateLogger("Tests");
            logger.LogWarning(new InvalidOperationException("broken\nin two"), "Job {Job} took {Seconds} s", "a\"b", 1.5);
        }

        string line = File.ReadAllLines(Path.Combine(LogFolder, "service.log")).ShouldHaveSingleItem();
        using var json = System.Text.Json.JsonDocument.Parse(line);
        json.RootElement.GetProperty("level").GetString().ShouldBe("Warning");
        json.RootElement.GetProperty("job").GetString().ShouldBe("a\"b");
        json.RootElement.GetProperty("seconds").GetDouble().ShouldBe(1.5);
        json.RootElement.GetProperty("exception").GetString()!.ShouldContain("broken");
    }

    [UnixFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Open_File_IsClosedToOthers()
    {
        using var log = new RotatingLogFile(LogFolder, 1000, 2);
        log.WriteLine("x");

        (File.GetUnixFileMode(log.Path) & (UnixFileMode)0b000_111_111).ShouldBe(UnixFileMode.None);
        (File.GetUnixFileMode(LogFolder) & (UnixFileMode)0b000_111_111).ShouldBe(UnixFileMode.None);
    }
}
