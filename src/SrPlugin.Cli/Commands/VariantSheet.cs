using System.Globalization;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Files;
using SrPlugin.Cli.Output;
using SrPlugin.Cli.Upscaling;
using SrPlugin.Imaging;
using SrPlugin.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Cli.Commands;

/// <summary>Draws the source and three variants of a job side by side: gentle, as set, and strong.</summary>
internal sealed class VariantSheet(
    CliConsole console, BatchProgressFactory progressFactory, PictureUpscalerFactory upscalers, CommandCancellation cancellation)
{
    private const int Side = 256;

    public int Run(UpscaleArguments arguments, UpscalePlan plan)
    {
        if (plan.Items.Count > 1)
            throw new FaultException(ExitCode.Usage, "--try takes one picture, but there are several inputs.", "Name one of them.");
        UpscaleItem item = plan.Items[0];
        Picture picture = PictureReading.Picture(item.Input, arguments.Page);
        WorkingColors colors = WorkingColors.Of(picture);
        PixelRectangle part = arguments.Selection ?? Middle(colors.Pixels);
        var panels = new List<PixelBuffer>();
        var recipes = new List<Recipe>();
        using IPictureUpscaler upscaler = upscalers.Create(arguments, plan.Recipe, 1, cancellation.Token);
        progressFactory.Create(1).Track(CliConsole.Printable(Path.GetFileName(item.Input)), 0, told =>
        {
            Run(null);
            Recipe used = recipes[0];
            Run(RecipeVariants.Gentle(used));
            Run(RecipeVariants.Strong(used));

            void Run(Recipe? changes)
            {
                int done = panels.Count;
                var progress = new ShareOfProgress(told, done, 3);
                UpscaledPicture result = upscaler.Run(
                    new JobPicture(colors.Pixels, part, plan.Mask), changes, progress, cancellation.Token);
                panels.Add(plan.IsRestore ? result.Pixels.Crop(part) : result.Pixels);
                recipes.Add(result.Note.Recipe);
            }
        });
        PixelBuffer before = BeforeAfter.Before(colors.Pixels, part, isRestore: false, panels[0]);
        var sheet = new Picture(
            colors.ToSource(BeforeAfter.SideBySide(before, panels[1], panels[0], panels[2])),
            PictureMetadata.Empty with { IccProfile = picture.Metadata.IccProfile, WhiteLevel = picture.Metadata.WhiteLevel });
        FaultCatalog.Within(ExitCode.Output, () => UpscaleBatch.Save([sheet], item.Input, item.Output, arguments.Overwrite));
        TextWriter output = item.Output == PathNames.StandardStream ? console.Error : console.Out;
        if (arguments.Json)
            CliJson.WriteLine(
                output,
                new { input = item.Input, output = item.Output, ok = true, gentle = recipes[1], asSet = recipes[0], strong = recipes[2] });
        else
            output.WriteLine(
                $"{CliConsole.Printable(item.Output)}, from the left: the "
                    + $"source{Words("gentle", recipes[1])}{Words("as set", recipes[0])}{Words("strong", recipes[2])}");
        return (int)ExitCode.Ok;
    }

    // What differs between them, as options of the command line.
    private static string Words(string name, Recipe recipe)
    {
        var options = new List<string>();
        Add("strength", recipe.Strength);
        Add("blur", recipe.Blur);
        Add("noise", recipe.Noise);
        Add("steps", recipe.Steps);
        Add("conditioning-scale", recipe.ConditioningScale);
        return $"; {name} ({string.Join(' ', options)})";

        void Add(string option, double? value)
        {
            if (value is { } number)
                options.Add(string.Create(CultureInfo.InvariantCulture, $"--{option} {number:0.###}"));
        }
    }

    private static PixelRectangle Middle(PixelBuffer picture)
    {
        int width = Math.Min(Side, picture.Width), height = Math.Min(Side, picture.Height);
        return new PixelRectangle((picture.Width - width) / 2, (picture.Height - height) / 2, width, height);
    }
}
