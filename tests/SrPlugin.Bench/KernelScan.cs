using System.CommandLine;
using System.Globalization;
using SrPlugin.Inference.Devices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Bench;

/// <summary>
/// <c>srplugin-bench scan</c>: the convolutions that libtorch computes wrong on this machine, by kernel, order in memory and type.
/// </summary>
internal static class KernelScan
{
    private const double Float32Bound = 1e-4;
    private const double HalfBound = 0.05;

    private static readonly long[] _channels = [3, 4, 8, 16, 24, 32, 40, 48, 64, 88, 96, 128, 200, 320];
    private static readonly (long Height, long Width)[] _sizes = [(16, 16), (33, 17)];

    /// <summary>Builds the command.</summary>
    /// <param name="output">Gets the table.</param>
    public static Command Build(TextWriter output)
    {
        var all = new Option<bool>("--list") { Description = "Name every wrong shape." };
        var command = new Command(
            "scan", "Compare convolutions of many shapes with float64, and count those that come out wrong on this machine.") { all };
        command.SetAction(parsed => Run(output, parsed.GetValue(all)));
        return command;
    }

    private static int Run(TextWriter output, bool isListing)
    {
        TensorLibrary.Load();
        using var noGradients = no_grad();
        output.WriteLine($"{"type",-10}{"kernel",8}{"stride",8}{"channels",12}{"wrong",8}{"of",8}");
        foreach (ScalarType type in (ScalarType[])[ScalarType.Float32, ScalarType.BFloat16])
        foreach (long kernel in (long[])[1, 2, 3])
        foreach (long stride in kernel == 3 ? (long[])[1, 2] : [1])
        foreach (bool isOutermost in (bool[])[true, false])
        {
            var (wrong, count) = (new List<string>(), 0);
            foreach (long inChannels in _channels)
            foreach (long outChannels in _channels)
            foreach (var (height, width) in _sizes)
            {
                count++;
                double error = Error(type, kernel, stride, isOutermost, inChannels, outChannels, height, width);
                if (!(error < (type == ScalarType.Float32 ? Float32Bound : HalfBound)))
                    wrong.Add(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"  {inChannels} -> {outChannels} at {height}x{width}: error {error:E1} of a deviation"));
            }
            output.WriteLine(
                $"{type,-10}{$"{kernel}x{kernel}",8}{stride,8}{(isOutermost ? "outermost" : "innermost"),12}{wrong.Count,8}{count,8}");
            if (isListing)
                wrong.ForEach(output.WriteLine);
        }
        return 0;
    }

    private static double Error(
        ScalarType type, long kernel, long stride, bool isOutermost, long inChannels, long outChannels, long height, long width)
    {
        using var scope = NewDisposeScope();
        var x = (rand([1, inChannels, height, width]) - 0.5).to(type);
        var weight = (rand([outChannels, inChannels, kernel, kernel]) - 0.5).to(type);
        long[] strides = [stride, stride];
        long[] padding = [kernel / 2, kernel / 2];
        var map = isOutermost ? x : x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        var actual = functional.conv2d(map, weight, null, strides, padding).to(ScalarType.Float64);
        var expected = functional.conv2d(x.to(ScalarType.Float64), weight.to(ScalarType.Float64), null, strides, padding);
        return ((actual - expected).abs().max() / expected.std()).item<double>();
    }
}
