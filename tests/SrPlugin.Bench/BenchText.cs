using System.Globalization;
using SrPlugin.Cli.Diagnostics;

namespace SrPlugin.Bench;

/// <summary>The bench's results for people.</summary>
internal static class BenchText
{
    public static void Write(TextWriter writer, BenchReport report)
    {
        Line(writer, $"{report.Model}, {report.Picture}, {report.Device}, {report.Precision}");
        Line(writer, $"{report.Processor}, {report.Threads} threads");
        foreach (PeakSample peak in report.Peaks)
            Line(writer, $"  {peak.Name,-34} {peak.GigaFlops,8:0} GFLOP/s");
        Line(writer, $"load {report.LoadSeconds:0.00} s");
        if (report.TextEncoderSeconds is [var cold, var next])
            Line(writer, $"text encoder, one prompt: cold {cold:0.00} s, warm {next:0.00} s");
        foreach (RunResult run in report.Runs)
        {
            Line(writer, $"{run.Name} {run.Seconds:0.00} s, user {run.UserSeconds:0.0} s, system {run.SystemSeconds:0.0} s, {run.GigaOperations:0} GFLOP, {run.GigaFlops:0} GFLOP/s, peak {run.PeakGiB:0.00} GiB, live tensors {run.LiveTensors:+0;-0;0}");
            foreach (StageResult stage in run.Stages)
                Line(writer, $"  {stage.Name,-22} {stage.Seconds,8:0.000} s {stage.GigaOperations,9:0.0} GFLOP {stage.GigaFlops,6:0} GFLOP/s");
        }

        if (report.WarmSeconds is { } warm)
            Line(writer, $"warm median {warm:0.00} s, {report.ShareOfPeak:0%} of the convolution peak");
        Line(writer, $"peak resident memory {report.PeakGiB:0.00} GiB");
        if (report.OverheadSeconds is { } overhead)
            Line(writer, $"calls and C# at most {overhead:0.000} s{(report.OverheadShare is { } share ? string.Create(CultureInfo.InvariantCulture, $", {share:0.0%} of a warm run") : "")}");
    }

    public static void Write(TextWriter writer, SoakReport report) => Line(
        writer,
        $"{report.Jobs} jobs: {report.MiBAfterTen:0.0} MiB after the tenth, {report.MiBAtEnd:0.0} MiB at the end, growth {report.GrowthMiB:0.0} MiB, live tensors {report.LiveTensorGrowth:+0;-0;0}");

    public static void Write(TextWriter writer, IReadOnlyList<CheckedTensor> tensors)
    {
        foreach (CheckedTensor tensor in tensors)
            Line(writer, $"{(tensor.Ok ? "ok   " : "WRONG")} {tensor.Name,-18} error/std {tensor.Error:0.0e+00}, at most {tensor.Limit:0.0e+00}");
    }

    private static void Line(TextWriter writer, FormattableString line) => writer.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
