using System.Globalization;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Files;
using SrPlugin.Cli.Output;
using SrPlugin.Imaging;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Weights.Models;

namespace SrPlugin.Cli.Commands;

/// <summary>Upscales one picture after the other; a bad one does not stop the others.</summary>
internal sealed class UpscaleBatch(
    CliConsole console, BatchProgressFactory progressFactory, PipelineSource pipelines, TimeProvider clock, CommandCancellation cancellation)
{
    public int Run(UpscaleArguments arguments)
    {
        // Everything that can be wrong is looked at before the model is loaded.
        UpscaleRequest request = CreateRequest(arguments);
        request.Validate();
        InputSet inputs = InputExpander.Expand(arguments.Inputs);
        string suffix = arguments.Suffix ?? OutputPlan.DefaultSuffix(arguments.Mode == UpscaleMode.Restore, arguments.Scale);
        IReadOnlyList<(string Input, string Output)> plan = OutputPlan.Create(inputs, arguments.Output, suffix, arguments.Overwrite);
        ModelFolder model = pipelines.Find(arguments.Model);
        request = request with { Options = ModelDefaults.Apply(request.Options, model.Manifest?.Configuration, arguments.Given.Contains) };

        using S3DiffPipeline pipeline = pipelines.Load(model, arguments.Device, arguments.Precision);
        var upscaler = new Upscaler(pipeline);
        IBatchProgress progress = progressFactory.Create(plan.Count);
        Dictionary<string, int> places = plan.Select((item, index) => (item.Input, index)).ToDictionary(item => item.Input, item => item.index);
        return new FileBatch(console, arguments.Json).Run(inputs.Files, input =>
        {
            UpscaleReport? report = null;
            int place = places[input];
            progress.Track(Path.GetFileName(input), place, told =>
                report = UpscaleFile(upscaler, request, input, plan[place].Output, model.Id, told));
            Write(report!, arguments.Json);
        });
    }

    private static UpscaleRequest CreateRequest(UpscaleArguments arguments) => new()
    {
        Mode = arguments.Mode,
        Factor = arguments.Scale,
        Selection = arguments.Selection,
        Mask = arguments.MaskPath is { } path ? PictureReading.Mask(path) : null,
        Feather = arguments.Feather,
        Options = arguments.Options,
    };

    private UpscaleReport UpscaleFile(
        Upscaler upscaler, UpscaleRequest request, string input, string output, string model, IProgress<JobProgress> progress)
    {
        long start = clock.GetTimestamp();
        Picture source = PictureReading.Picture(input);
        UpscaleResult result = upscaler.Run(source.Pixels, request, progress, cancellation.Token);
        FaultCatalog.Within(ExitCode.Output, () => Save(new Picture(result.Pixels, source.Metadata), output));
        return new UpscaleReport
        {
            Input = input,
            Output = output,
            Width = source.Pixels.Width,
            Height = source.Pixels.Height,
            OutputWidth = result.Pixels.Width,
            OutputHeight = result.Pixels.Height,
            Mode = request.Mode.ToString().ToLowerInvariant(),
            Scale = request.Mode == UpscaleMode.Restore ? 1 : request.Factor,
            Blur = result.Degradation.Blur,
            Noise = result.Degradation.Noise,
            Seed = request.Options.Seed,
            Model = model,
            Seconds = Math.Round(clock.GetElapsedTime(start).TotalSeconds, 3),
            Stages = result.StageTimes.GroupBy(time => time.Stage)
                .ToDictionary(times => times.Key.ToString(), times => Math.Round(times.Sum(time => time.Elapsed.TotalSeconds), 3)),
        };
    }

    private static string Save(Picture picture, string path)
    {
        // Not before there is something to put into it.
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        PictureFile.Save(picture, path);
        return path;
    }

    private void Write(UpscaleReport report, bool json)
    {
        if (json)
        {
            CliJson.WriteLine(console.Out, report);
            return;
        }

        console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Input} → {report.Output}  {report.Width}×{report.Height} → {report.OutputWidth}×{report.OutputHeight}, blur {report.Blur:0.00}, noise {report.Noise:0.00}, {report.Seconds:0.0} s"));
    }
}
