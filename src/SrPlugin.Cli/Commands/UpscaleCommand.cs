using System.CommandLine;
using SrPlugin.Cli.Controls;
using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.Cli.Commands;

/// <summary><c>srplugin upscale IN… -o OUT</c>.</summary>
internal sealed class UpscaleCommand(ControlOptions controls, UpscaleBatch batch) : ICliCommand
{
    public Command Build()
    {
        var inputs = new Argument<string[]>("IN")
        {
            Description = "Pictures, folders, or patterns such as \"photos/**/*.jpg\".",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "A file for one input picture, otherwise a folder. The extension chooses the format; in a folder the input's is kept.",
            HelpName = "OUT",
            Required = true,
        };
        var suffix = new Option<string?>("--suffix") { Description = "What is added to the names of pictures written to a folder. [default: -x4 and so on, or -restored]", HelpName = "TEXT" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace pictures that exist." };
        Option<string> mode = controls.Choice("mode");
        Option<double?> scale = controls.Number("scale");
        Option<double?> blur = controls.Number("blur");
        Option<double?> noise = controls.Number("noise");
        Option<string> prompt = controls.Text("prompt");
        Option<string> negativePrompt = controls.Text("negative-prompt");
        Option<double?> guidance = controls.Number("guidance");
        Option<double?> startTimestep = controls.Number("start-timestep");
        Option<double?> seed = controls.Number("seed");
        Option<string> colorFix = controls.Choice("color-fix");
        Option<string> latent = controls.Choice("latent");
        Option<PixelRectangle?> select = RectangleOption.Create();
        var mask = new Option<string?>("--mask") { Description = "A picture of the source's size: white is restored, black stays, grey is blended.", HelpName = "FILE" };
        Option<double?> feather = controls.Number("feather");
        Option<double?> tile = controls.Number("tile");
        Option<string> model = SharedOptions.Model();
        Option<ComputeDevice> device = controls.Device();
        Option<string> precision = controls.Choice("precision");
        Option<bool> json = SharedOptions.Json();

        var command = new Command("upscale", "Enlarge or restore pictures.")
        {
            inputs, output, suffix, overwrite, mode, scale, blur, noise, prompt, negativePrompt, guidance, startTimestep, seed, colorFix, latent,
            select, mask, feather, tile, model, device, precision, json,
        };
        command.SetAction(parsed => batch.Run(new UpscaleArguments
        {
            Inputs = parsed.GetRequiredValue(inputs),
            Output = parsed.GetRequiredValue(output),
            Suffix = parsed.GetValue(suffix),
            Overwrite = parsed.GetValue(overwrite),
            Mode = ControlChoices.Modes[parsed.GetRequiredValue(mode)],
            Scale = parsed.GetValue(scale)!.Value,
            Selection = parsed.GetValue(select),
            MaskPath = parsed.GetValue(mask),
            Feather = parsed.GetValue(feather)!.Value,
            Given = command.Options.Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name.TrimStart('-')).ToHashSet(),
            Options = new S3DiffOptions
            {
                Blur = (float?)parsed.GetValue(blur),
                Noise = (float?)parsed.GetValue(noise),
                PositivePrompt = parsed.GetRequiredValue(prompt),
                NegativePrompt = parsed.GetRequiredValue(negativePrompt),
                GuidanceScale = parsed.GetValue(guidance)!.Value,
                StartTimestep = (int)parsed.GetValue(startTimestep)!.Value,
                Seed = (long)parsed.GetValue(seed)!.Value,
                ColorFix = ControlChoices.ColorFixes[parsed.GetRequiredValue(colorFix)],
                LatentMode = ControlChoices.Latents[parsed.GetRequiredValue(latent)],
                LatentTileSize = (int?)parsed.GetValue(tile),
            },
            Model = parsed.GetRequiredValue(model),
            Device = parsed.GetValue(device),
            Precision = ControlChoices.Precisions[parsed.GetRequiredValue(precision)],
            Json = parsed.GetValue(json),
        }));
        return command;
    }
}
