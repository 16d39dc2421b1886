using System.Diagnostics;
using SrPlugin.Client;
using SrPlugin.Gimp.Tests.Editor;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Tests;

/// <summary>srplugin-batch as a user starts it, by packaging/gimp/batch.sh, and with the built-in model.</summary>
public sealed class BatchTests : IDisposable
{
    private const int Files = 20;
    private readonly GimpProfile _profile = new();

    public void Dispose() => _profile.Dispose();

    [Fact]
    public void Batch_TwentyFilesOneDamaged_DoesTheOthersReportsAndFails()
    {
        string source = _profile.PathOf("in");
        Directory.CreateDirectory(source);
        string picture = TestFolders.Picture("rocket.jpg");
        for (int i = 0; i < Files; i++)
            File.Copy(picture, Path.Combine(source, $"photo {i:00}.jpg"));
        File.WriteAllBytes(Path.Combine(source, "photo 07.jpg"), File.ReadAllBytes(picture)[..100]);

        (int status, string output) = Batch("in/*.jpg", "out", "photo-restore");

        status.ShouldNotBe(0, output);
        output.ShouldContain("FAILED  photo 07.jpg");
        output.ShouldContain("19 done, 0 skipped, 1 failed");
        string[] made = Directory.GetFiles(_profile.PathOf("out"));
        made.Length.ShouldBe(Files - 1);
        made.ShouldAllBe(file => new FileInfo(file).Length > 1000);

        File.Delete(Path.Combine(source, "photo 07.jpg"));
        File.Delete(Path.Combine(_profile.PathOf("out"), "photo 03.jpg"));
        (status, output) = Batch("in/*.jpg", "out", "photo-restore");

        status.ShouldBe(0, output);
        output.ShouldContain("1 done, 18 skipped, 0 failed");
    }

    [Fact]
    public async Task Batch_BuiltInModel_RestoresThePicture()
    {
        Directory.CreateDirectory(_profile.PathOf("in"));
        File.Copy(TestFolders.Picture("text.png"), _profile.PathOf("in/text.png"));
        _profile.Variables["SRPLUGIN_SERVICE_ENGINE"] = "real";

        (int status, string output) = Batch("in", "out", "photo-restore");

        status.ShouldBe(0, output);
        output.ShouldContain("1 done, 0 skipped, 0 failed");
        File.ReadAllBytes(_profile.PathOf("out/text.png")).Length.ShouldBeGreaterThan(10_000);
        var client = new SrPluginClient(new ClientOptions { Endpoint = _profile.Socket, StartsService = false });
        (await client.GetModelsAsync(CancellationToken.None)).Models.ShouldContain(
            model => model.Id == RecipeDefaults.Model && model.IsResident);
    }

    [Fact]
    public void Batch_ServiceMissing_FailsOnceAndSaysWhatToDo()
    {
        Directory.CreateDirectory(_profile.PathOf("in"));
        File.Copy(TestFolders.Picture("rocket.jpg"), _profile.PathOf("in/a.jpg"));
        File.Copy(TestFolders.Picture("rocket.jpg"), _profile.PathOf("in/b.jpg"));
        _profile.Variables["SRPLUGIN_SERVICE"] = "/nonexistent/srplugin-service";

        (int status, string output) = Batch("in", "out", "photo-restore");

        status.ShouldNotBe(0, output);
        output.ShouldContain("FAILED  a.jpg");
        output.ShouldContain("/nonexistent/srplugin-service");
        output.ShouldNotContain("FAILED  b.jpg");
        Directory.GetFiles(_profile.PathOf("out")).ShouldBeEmpty();
    }

    private (int Status, string Output) Batch(params string[] arguments)
    {
        ProcessStartInfo start = _profile.Gimp(hasWindows: false);
        start.FileName = Path.Combine(TestFolders.Root, "packaging", "gimp", "batch.sh");
        start.ArgumentList.Clear();
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
