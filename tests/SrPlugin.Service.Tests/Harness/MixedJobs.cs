using SrPlugin.Protocol;
using WireFormats = SrPlugin.Protocol.SampleFormat;

namespace SrPlugin.Service.Tests.Harness;

/// <summary>Jobs of every kind, by number: sizes, channels, formats, masks, modes, both queues.</summary>
internal static class MixedJobs
{
    private static readonly WireFormats[] _formats = [WireFormats.UInt8, WireFormats.UInt16, WireFormats.Float32];

    public static JobRequest Request(int number)
    {
        var random = new Random(number);
        return new JobRequest
        {
            Width = random.Next(2, 120), // a mask of one column would be all zero
            Height = random.Next(1, 120),
            Channels = random.Next(1, 5),
            SampleFormat = _formats[random.Next(3)],
            HasMask = random.Next(3) == 0,
            Priority = random.Next(2) == 0 ? JobPriority.Batch : JobPriority.Interactive,
            Recipe = new Recipe { Mode = random.Next(2) == 0 ? "restore" : "upscale", Scale = random.Next(1, 4), Seed = number },
        };
    }
}
