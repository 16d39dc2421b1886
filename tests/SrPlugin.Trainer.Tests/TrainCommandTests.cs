using SrPlugin.Imaging;
using SrPlugin.Trainer.Evaluation;
using SrPlugin.Trainer.Pictures;
using SrPlugin.Trainer.Tests.Training;
using SrPlugin.Trainer.Training;

namespace SrPlugin.Trainer.Tests;

/// <summary>The command line of <c>srplugin-train</c>.</summary>
public sealed class TrainCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("srplugin-train-").FullName;
    private readonly StringWriter _output = new(), _error = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Run_Help_NamesItsOptions()
    {
        Run("--help").ShouldBe(0);
        foreach (string option in (string[])["--recipe", "--output", "--restart"])
            _output.ToString().ShouldContain(option);
    }

    [Theory]
    [InlineData("{ \"seed\": ")]
    [InlineData("{ \"colour\": \"red\" }")]
    public void Run_RecipeThatCannotBeRead_SaysWhichAndWhy(string content)
    {
        string recipe = Path.Combine(_folder, "recipe.json");
        File.WriteAllText(recipe, content);

        Run("--recipe", recipe, "--output", Path.Combine(_folder, "out")).ShouldBe(2, _error.ToString());

        _error.ToString().ShouldContain(recipe);
        Directory.Exists(Path.Combine(_folder, "out")).ShouldBeFalse();
    }

    [Fact]
    public void Run_RecipeIsMissing_Fails() => Run("--recipe", Path.Combine(_folder, "none.json"), "--output", _folder).ShouldBe(1);

    [Fact]
    public async Task Run_Suite_JudgesAModelOnDamagedPhotosAndKeepsTheResults()
    {
        string model = await new TrainingRun(TinyRecipe.OwnSize, Path.Combine(_folder, "run"))
            .RunAsync(false, null, CancellationToken.None);
        string photos = Directory.CreateDirectory(Path.Combine(_folder, "photos")).FullName;
        PictureFile.Save(
            new Picture(new ProceduralPictures(9).Generate(72, 0).ToPixels(SampleFormat.UInt8)), Path.Combine(photos, "a.png"));
        string samples = Path.Combine(_folder, "samples");

        Run("suite", photos, "--model", model, "--crop", "64", "--samples", samples).ShouldBe(0, _error.ToString());

        string[] lines = _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (SuiteCase one in BuiltinSuite.Cases)
            lines.ShouldContain(line => line.StartsWith(one.Name, StringComparison.Ordinal));
        Directory.EnumerateFiles(samples, "a-*.png").Count().ShouldBe(BuiltinSuite.Cases.Count);
        Run("suite", photos, "--model", model, "--crop", "60").ShouldNotBe(0);
    }

    private int Run(params string[] arguments) => TrainCommand.Run(arguments, _output, _error, CancellationToken.None);
}
