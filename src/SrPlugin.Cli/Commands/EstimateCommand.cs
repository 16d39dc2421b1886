using System.CommandLine;
using System.Globalization;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Controls;
using SrPlugin.Cli.Files;
using SrPlugin.Cli.Output;
using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Weights.Models;

namespace SrPlugin.Cli.Commands;

/// <summary><c>srplugin estimate IN…</c>: how blurred and noisy pictures are.</summary>
internal sealed class EstimateCommand(
    CliConsole console, ControlOptions controls, PipelineSource pipelines, CommandCancellation cancellation) : ICliCommand
{
    public Command Build()
    {
        var inputs = new Argument<string[]>("IN") { Description = "Pictures, folders or patterns.", Arity = ArgumentArity.OneOrMore };
        Option<PixelRectangle?> select = RectangleOption.Create();
        select.Description = "Look at this part of the picture only, in pixels.";
        Option<string> model = SharedOptions.Model();
        Option<ComputeDevice> device = controls.Device();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "estimate", "Estimate how blurred and how noisy pictures are, each from 0 to 1.") { inputs, select, model, device, json };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(inputs), parsed.GetValue(select), parsed.GetRequiredValue(model), parsed.GetValue(device),
            parsed.GetValue(json)));
        return command;
    }

    private int Run(string[] inputs, PixelRectangle? selection, string model, ComputeDevice device, bool json)
    {
        InputSet files = InputExpander.Expand(inputs);
        ModelFolder folder = pipelines.Find(model);
        using IRestorationModel pipeline = pipelines.Load(folder, device, ComputePrecision.Auto);
        var upscaler = new Upscaler(pipeline);
        return new FileBatch(console, json).Run(files.Files, input =>
        {
            DegradationScore score = upscaler.EstimateDegradation(PictureReading.Srgb(input), selection, cancellation.Token);
            if (json)
                CliJson.WriteLine(console.Out, new { input, ok = true, blur = score.Blur, noise = score.Noise, model = folder.Id });
            else
                console.Out.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{input}  blur {score.Blur:0.000}, noise {score.Noise:0.000}"));
        });
    }
}
