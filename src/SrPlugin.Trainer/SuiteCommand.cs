using System.CommandLine;
using System.Globalization;
using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Trainer.Evaluation;
using SrPlugin.Weights.Models;

namespace SrPlugin.Trainer;

/// <summary>
/// <c>srplugin-train suite</c>: the table that built-in models are judged by, made as a person would restore the pictures.
/// </summary>
internal static class SuiteCommand
{
    private const int SmallestCrop = 64;

    /// <summary>Builds the command.</summary>
    /// <param name="output">Gets the table.</param>
    /// <param name="cancellationToken">Stops between two pictures.</param>
    public static Command Build(TextWriter output, CancellationToken cancellationToken)
    {
        var photos = new Argument<string>("PHOTOS") { Description = "A folder of sharp photos that no model was trained on." };
        var model = new Option<string>("--model")
        {
            Description = "The model's folder.",
            DefaultValueFactory = _ => "models/tiny-s3diff",
            HelpName = "DIR",
        };
        var crop = new Option<int>("--crop")
        {
            Description = "Pixels of a side of the photos' middle that is judged.", DefaultValueFactory = _ => 256, HelpName = "N",
        };
        crop.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var side && (side < SmallestCrop || side % 8 != 0))
                result.AddError($"--crop is {side}; it must be a multiple of 8 and at least {SmallestCrop}.");
        });
        var samples = new Option<string?>("--samples") { Description = "A folder for the results as PNG.", HelpName = "DIR" };
        var command = new Command(
            "suite", "Damage photos in ordinary ways, restore them with a model's defaults, and print how near the results are.")
        {
            photos, model, crop, samples,
        };
        command.SetAction(parsed =>
        {
            IReadOnlyList<SuiteFigures> figures = Judge(
                parsed.GetRequiredValue(photos), parsed.GetRequiredValue(model), parsed.GetValue(crop), parsed.GetValue(samples),
                cancellationToken);
            Print(figures, output);
            return 0;
        });
        return command;
    }

    private static IReadOnlyList<SuiteFigures> Judge(
        string folder, string modelFolder, int side, string? samples, CancellationToken cancellationToken)
    {
        string[] files = [
            .. Directory.EnumerateFiles(folder)
                .Where(file => PictureFile.ReadableExtensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
                    .Order(StringComparer.Ordinal)
        ];
        PlanarImage[] photos = [
            .. files.Select(file => BuiltinSuite.Prepare(PlanarImage.FromPixels(PictureFile.Load(file).Pixels).ToRgb(), side))
        ];
        if (samples is not null)
            Directory.CreateDirectory(samples);
        ModelFolder model = ModelFolder.Open(modelFolder);
        using IRestorationModel restorer = RestorationModelLoader.Load(model, ComputeDevice.Auto, ComputePrecision.Auto, cancellationToken);
        Recipe? defaults = RecipeMapping.DefaultsOf(model.Manifest?.Configuration);
        ControlManifest controls = ControlManifest.Load();
        return BuiltinSuite.Run(photos, Restore, Save, cancellationToken);

        PixelBuffer Restore(PixelBuffer source, SuiteCase one)
        {
            var wishes = new Recipe { Mode = one.KeepsSize ? "restore" : "upscale", Scale = 4 };
            Recipe recipe = RecipeDefaults.Complete(wishes, defaults, model.Pipeline, controls);
            return JobRunner.Run(restorer, recipe, new JobPicture(source, null, null), null, null, cancellationToken).Pixels;
        }

        void Save(int photo, SuiteCase one, PixelBuffer result)
        {
            if (samples is null)
                return;
            string name = string.Concat(one.Name.Where(c => char.IsAsciiLetterOrDigit(c) || c == ' ')).Replace(' ', '-');
            PictureFile.Save(new Picture(result), Path.Combine(samples, $"{Path.GetFileNameWithoutExtension(files[photo])}-{name}.png"));
        }
    }

    private static void Print(IReadOnlyList<SuiteFigures> figures, TextWriter output)
    {
        output.WriteLine($"{"",-34}{"source, or bicubic",27}{"",12}{"result",15}");
        output.WriteLine(
            $"{"",-34}{"PSNR-Y",8}{"detail",8}{"blocks",8}{"chroma",8}   {"PSNR-Y",8}{"gain",8}{"detail",8}{"blocks",8}{"chroma",8}");
        foreach (SuiteFigures one in figures)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{one.Case.Name,-34}{Row(one.Source)}   "
                    + $"{one.Result.PsnrY,8:0.00}{one.Result.PsnrY - one.Source.PsnrY,8:+0.00;-0.00}{Rest(one.Result)}"));
        }
    }

    private static string Row(PictureFigures one) => string.Create(CultureInfo.InvariantCulture, $"{one.PsnrY,8:0.00}{Rest(one)}");

    private static string Rest(PictureFigures one) =>
        string.Create(CultureInfo.InvariantCulture, $"{one.DetailEnergy,8:0.00}{one.BlockEdges,8:0.00}{one.FlatChromaError,8:0.00}");
}
