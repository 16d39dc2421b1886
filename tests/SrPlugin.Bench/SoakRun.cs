using SrPlugin.Cli.Composition;
using SrPlugin.Imaging;
using SrPlugin.Inference.Jobs;
using static TorchSharp.torch;

namespace SrPlugin.Bench;

/// <summary>Many jobs in a row: memory and tensors must not grow once the first ones are done.</summary>
internal sealed class SoakRun(BenchRunner runner, CommandCancellation cancellation)
{
    private const int WarmUp = 10;
    private const double MiB = 1 << 20;

    /// <summary>Runs the jobs.</summary>
    public SoakReport Run(BenchArguments arguments, Action<string> log)
    {
        using IRestorationModel pipeline = runner.Load(arguments);
        long resident = 0, tensors = 0;
        for (var i = 0; i < arguments.Soak; i++)
        {
            PlanarImage source = BenchPicture.Create(arguments.Width, arguments.Height, i % 7);
            pipeline.Restore(
                source, source.Width * 4, source.Height * 4, BenchRunner.Options(pipeline, arguments), null, cancellation.Token);
            if (i + 1 == Math.Min(WarmUp, arguments.Soak))
            {
                resident = Settled();
                tensors = Tensor.TotalCount;
            }

            if ((i + 1) % 50 == 0)
                log($"{i + 1} jobs, {ProcessUsage.ResidentBytes / MiB:0.0} MiB");
        }

        long atEnd = Settled();
        return new SoakReport(arguments.Soak, resident / MiB, atEnd / MiB, (atEnd - resident) / MiB, Tensor.TotalCount - tensors);
    }

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return ProcessUsage.ResidentBytes;
    }
}
