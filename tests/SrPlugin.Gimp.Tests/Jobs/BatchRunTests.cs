using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Gimp.Tests.Editor;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Tests.Jobs;

/// <summary>A batch with an editor that fails.</summary>
public sealed class BatchRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("srg").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(typeof(OutOfMemoryException))]
    [InlineData(typeof(OverflowException))]
    [InlineData(typeof(InvalidDataException))]
    [InlineData(typeof(EffectException))]
    public void Run_OneFileFails_TriesTheOthersAndSumsUp(Type fault)
    {
        foreach (string name in (string[])["a.jpg", "b.jpg"])
            File.Copy(TestFolders.Picture("rocket.jpg"), Path.Combine(_folder, name));
        var editor = Substitute.For<IEditor>();
        editor.OpenFile(default!)
            .ThrowsForAnyArgs(
                fault == typeof(EffectException) ? new EffectException("It is damaged.") : (Exception)Activator.CreateInstance(fault)!);
        var output = new StringWriter();
        var batch = new BatchRun(editor, new SuperResolution(editor, Substitute.For<IRestorationService>(), new Trace()), output);

        BatchReport report = batch.Run(_folder, Path.Combine(_folder, "out"), new EffectSettings { Recipe = new Recipe() });

        report.Failures.Count.ShouldBe(2);
        output.ToString().ShouldContain("0 done, 0 skipped, 2 failed");
    }
}
