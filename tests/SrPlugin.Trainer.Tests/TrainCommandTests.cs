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

    private int Run(params string[] arguments) => TrainCommand.Run(arguments, _output, _error, CancellationToken.None);
}
