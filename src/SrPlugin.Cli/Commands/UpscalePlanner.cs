using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Files;
using SrPlugin.Cli.Output;
using SrPlugin.Cli.Recipes;
using SrPlugin.Imaging;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Cli.Commands;

/// <summary>Makes the plan of <c>upscale</c>: everything that can be wrong with it is looked at before a model is loaded.</summary>
internal sealed class UpscalePlanner(CliConsole console, RecipeSources recipes, ControlManifest controls)
{
    /// <summary>Makes the plan, and saves the preset that was asked for.</summary>
    /// <exception cref="FaultException">Inputs, outputs or settings do not go together.</exception>
    public UpscalePlan Create(UpscaleArguments arguments)
    {
        RecipeNote? earlier = arguments.RecipeFrom is { } made ? recipes.OfPicture(made) : null;
        Recipe recipe = Layer(arguments, earlier);
        PixelBuffer? mask = arguments.MaskPath is { } path ? PictureReading.Mask(path) : null;
        InputSet inputs = InputExpander.Expand(arguments.Inputs);
        bool isRestore = (recipe.Mode ?? controls["mode"].Default!.Value.GetString()) == "restore";
        double scale = isRestore ? 1 : recipe.Scale ?? controls["scale"].Default!.Value.GetDouble();
        string suffix = arguments.Suffix ?? OutputPlan.DefaultSuffix(isRestore, scale);
        (inputs, IReadOnlyList<string> results) = OutputPlan.WithoutResults(inputs, arguments.Output, suffix, recipes.IsResult);
        Tell(results, "Left out as results of an earlier run");
        Tell(inputs.LeftOut, "Left out, as their formats cannot be read");
        IReadOnlyList<(string Input, string Output)> outputs = OutputPlan.Create(inputs, arguments.Output, suffix, arguments.Overwrite);
        OutputFolders.Verify(outputs);
        ResultSizes.Verify(outputs, scale, arguments.Selection);
        string[]? comparisons = Beside(inputs, arguments.ComparisonPath, "-compared", arguments.Overwrite);
        string[]? changes = Beside(inputs, arguments.ChangeMapPath, "-changes", arguments.Overwrite);
        UpscaleItem[] items = [.. outputs.Select((item, i) => new UpscaleItem(item.Input, item.Output, comparisons?[i], changes?[i]))];
        RefuseDoubles(items);
        if (arguments.SavePreset is { } target)
            console.Error.WriteLine($"Saved the settings as {recipes.Save(target, recipe, arguments.Overwrite)}.");
        return new UpscalePlan(recipe, earlier, mask, isRestore, scale, items);
    }

    // The command line over the preset, or over the recipe of an earlier picture.
    private Recipe Layer(UpscaleArguments arguments, RecipeNote? earlier)
    {
        if (earlier is not null && arguments.Preset is not null)
            throw new FaultException(ExitCode.Usage, "--preset and --recipe-from are both given.", "Choose one of them to begin with.");
        Recipe below = earlier?.Recipe ?? (arguments.Preset is { } preset ? recipes.OfPreset(preset) : new Recipe());
        return arguments.Given.Over(below);
    }

    private static string[]? Beside(InputSet inputs, string? path, string suffix, bool overwrite)
    {
        if (path is null)
            return null;
        if (path == PathNames.StandardStream)
            throw new FaultException(ExitCode.Usage, "Standard output is for the result.", "Name a file.");
        IReadOnlyList<(string Input, string Output)> plan = OutputPlan.Create(inputs, path, suffix, overwrite);
        OutputFolders.Verify(plan);
        return [.. plan.Select(item => item.Output)];
    }

    private static void RefuseDoubles(IEnumerable<UpscaleItem> items)
    {
        IGrouping<string, string>? twice = items.SelectMany(item => (string?[])[item.Output, item.Comparison, item.ChangeMap])
            .OfType<string>()
            .Where(path => path != PathNames.StandardStream).GroupBy(PathNames.Resolve, PathNames.Comparer)
                .FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new FaultException(
                ExitCode.Usage, $"Two pictures would be written to {twice.First()}.", "Name another file for one of them.");
    }

    private void Tell(IReadOnlyList<string> files, string what)
    {
        if (files.Count > 0)
            console.Error.WriteLine(
                $"srplugin: {what}: {CliConsole.Printable(string.Join(", ", files.Select(file => Path.GetFileName(file))))}.");
    }
}
