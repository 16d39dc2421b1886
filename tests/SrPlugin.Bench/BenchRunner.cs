using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Diagnostics;
using SrPlugin.Imaging;
using SrPlugin.Inference.AddSr;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Networks.Clip;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Bench;

/// <summary>Runs jobs and measures them.</summary>
internal sealed class BenchRunner(PipelineSource pipelines, TimeProvider clock, CommandCancellation cancellation)
{
    private const int Upscale = 4;
    private const double GiB = 1L << 30;

    private static readonly TimeSpan PeakBudget = TimeSpan.FromSeconds(1.5);

    /// <summary>Measures peaks, loading, one cold job and the warm ones.</summary>
    /// <param name="arguments">What to measure.</param>
    /// <param name="log">Told what is being measured.</param>
    public BenchReport Run(BenchArguments arguments, Action<string> log)
    {
        DeviceChoice device = DeviceChoice.Resolve(arguments.Device, arguments.Precision);
        log("measuring the machine's peaks");
        IReadOnlyList<PeakSample> peaks = PeakMeasurement.All(device.Device, device.UNetType, PeakBudget);

        double? overhead = arguments.RealSize ? Overhead(arguments, log) : null;
        double[]? textEncoder = arguments.RealSize ? TextEncoder(device.Device, log) : null;
        ProcessUsage.ResetPeak();
        log("loading the model");
        long start = clock.GetTimestamp();
        using IRestorationModel pipeline = Load(arguments);
        double loadSeconds = clock.GetElapsedTime(start).TotalSeconds;
        double peak = ProcessUsage.PeakResidentBytes;
        var runs = new List<RunResult>();
        for (var i = 0; i <= arguments.Runs; i++)
        {
            string name = i == 0 ? "cold" : "warm";
            log($"{name} run{(i == 0 ? "" : $" {i} of {arguments.Runs}")}");
            RunResult run = Measure(name, pipeline, arguments, BenchPicture.Create(arguments.Width, arguments.Height, i));
            runs.Add(run);
            peak = Math.Max(peak, run.PeakGiB * GiB);
            log($"{name}: {run.Seconds:0.00} s");
        }

        RunResult[] warm = [.. runs.Skip(1).OrderBy(run => run.Seconds)];
        double? warmSeconds = warm.Length == 0 ? null : warm[warm.Length / 2].Seconds;
        return new BenchReport
        {
            Version = ProgramVersion.Text,
            Processor = MachineFacts.ProcessorName(),
            Threads = get_num_threads(),
            Device = device.Name,
            Precision = device.UNetType == device.VaeType ? $"{device.UNetType}" : $"UNet {device.UNetType}, VAE {device.VaeType}",
            Model = arguments.IsRealAddSr ? RealSizeAddSrModel.Name : arguments.RealSize ? RealSizeModel.Name : arguments.Model,
            Picture = $"{arguments.Width}×{arguments.Height} → {arguments.Width * Upscale}×{arguments.Height * Upscale}",
            LoadSeconds = loadSeconds,
            TextEncoderSeconds = textEncoder,
            Peaks = peaks,
            Runs = runs,
            WarmSeconds = warmSeconds,
            ShareOfPeak = warm.Length == 0 ? null : warm[warm.Length / 2].GigaFlops / peaks[0].GigaFlops,
            PeakGiB = peak / GiB,
            OverheadSeconds = overhead,
            OverheadShare = overhead / warmSeconds,
        };
    }

    /// <summary>Loads the model that the arguments name.</summary>
    public IRestorationModel Load(BenchArguments arguments) =>
        arguments.IsRealAddSr
            ? AddSrPipelineLoader.Load(RealSizeAddSrModel.Create(), arguments.Device, arguments.Precision, cancellation.Token)
            : arguments.RealSize
            ? S3DiffPipelineLoader.Load(RealSizeModel.Create(), arguments.Device, arguments.Precision, cancellation.Token)
            : pipelines.Load(pipelines.Find(arguments.Model), arguments.Device, arguments.Precision);

    /// <summary>The settings to run a model with: its family's defaults, but only so many steps.</summary>
    public static RestorerOptions Options(IRestorationModel pipeline, BenchArguments arguments) =>
        pipeline.DefaultOptions is AddSrOptions options ? options with { StepCount = arguments.Steps } : pipeline.DefaultOptions;

    private RunResult Measure(string name, IRestorationModel pipeline, BenchArguments arguments, PlanarImage source)
    {
        GC.Collect();
        ProcessUsage.ResetPeak();
        long tensors = Tensor.TotalCount - pipeline.CachedPromptCount;
        (TimeSpan user, TimeSpan system) = ProcessUsage.ProcessorTime;
        var meter = new StageMeter();
        long start = clock.GetTimestamp();
        RestoredImage result = pipeline.Restore(
            source, source.Width * Upscale, source.Height * Upscale, Options(pipeline, arguments), meter, cancellation.Token);
        double seconds = clock.GetElapsedTime(start).TotalSeconds;
        (TimeSpan userAfter, TimeSpan systemAfter) = ProcessUsage.ProcessorTime;
        IReadOnlyDictionary<JobStage, double> operations = meter.Finish();
        double total = operations.Values.Sum() / 1e9;
        return new RunResult
        {
            Name = name,
            Seconds = seconds,
            UserSeconds = (userAfter - user).TotalSeconds,
            SystemSeconds = (systemAfter - system).TotalSeconds,
            GigaOperations = total,
            GigaFlops = total / seconds,
            PeakGiB = ProcessUsage.PeakResidentBytes / GiB,
            LiveTensors = Tensor.TotalCount - pipeline.CachedPromptCount - tensors,
            Stages =
            [
                .. result.StageTimes.Select(time =>
                {
                    double stage = operations.GetValueOrDefault(time.Stage) / 1e9;
                    return new StageResult(time.Stage.ToString(), time.Elapsed.TotalSeconds, stage, stage / time.Elapsed.TotalSeconds);
                }),
            ],
        };
    }

    // A prompt at a time, cold and warm. Jobs find their prompts embedded: that happens while the model is loaded, before the UNet is
    // there.
    private double[] TextEncoder(Device device, Action<string> log)
    {
        log("measuring the text encoder");
        using CLIPTextModel network = RealSizeModel.CreateTextEncoder(RealSizeModel.Create(), device);
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        Tensor tokens = zeros([1, 77], ScalarType.Int64, device);
        var seconds = new double[2];
        for (var i = 0; i < seconds.Length; i++)
        {
            long start = clock.GetTimestamp();
            network.call(tokens).Dispose();
            seconds[i] = clock.GetElapsedTime(start).TotalSeconds;
        }

        return seconds;
    }

    // The real-size sequence of layers at hardly any size: what is left is calls, allocations and C#.
    private double Overhead(BenchArguments arguments, Action<string> log)
    {
        log("measuring the cost of the calls alone");
        using IRestorationModel pipeline = arguments.IsRealAddSr
            ? AddSrPipelineLoader.Load(RealSizeAddSrModel.CreateThin(), ComputeDevice.Cpu, ComputePrecision.Float32, cancellation.Token)
            : S3DiffPipelineLoader.Load(RealSizeModel.CreateThin(), ComputeDevice.Cpu, ComputePrecision.Float32, cancellation.Token);
        var best = double.MaxValue;
        for (var i = 0; i < 4; i++)
        {
            RunResult run = Measure("thin", pipeline, arguments, BenchPicture.Create(16, 16, i));
            best = Math.Min(best, run.Seconds);
        }

        return best;
    }
}
