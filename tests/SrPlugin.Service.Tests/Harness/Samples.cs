using SrPlugin.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Service.Engines;
using SrPlugin.TestService;
using WireFormats = SrPlugin.Protocol.SampleFormat;

namespace SrPlugin.Service.Tests.Harness;

/// <summary>Pictures and jobs to send, and what the test engine makes of them without a service.</summary>
internal static class Samples
{
    /// <summary>A request; the recipe enlarges by 2 unless given.</summary>
    public static JobRequest Request(
        int width, int height, int channels = 3, WireFormats format = WireFormats.UInt8, Recipe? recipe = null) =>
        new()
    {
        Width = width,
        Height = height,
        Channels = channels,
        SampleFormat = format,
        Recipe = recipe ?? new Recipe { Scale = 2 },
    };

    /// <summary>A directive to the test engine, as a recipe.</summary>
    public static Recipe Told(string directive, double scale = 2) => new() { Scale = scale, Prompt = $"!test {directive}" };

    /// <summary>Repeatable pixels: a slope with noise, as a photo's are.</summary>
    public static byte[] Pixels(JobRequest request, int seed = 1)
    {
        var random = new Random(seed);
        var bytes = new byte[request.PixelBytes];
        if (request.SampleFormat != WireFormats.Float32)
        {
            for (int i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)((i / 7) + random.Next(40));
            return bytes;
        }

        Span<float> values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        foreach (ref float value in values)
            value = random.NextSingle();
        return bytes;
    }

    /// <summary>A soft mask.</summary>
    public static byte[] Mask(JobRequest request)
    {
        var bytes = new byte[request.MaskBytes];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(i % request.Width * 255 / Math.Max(1, request.Width - 1));
        return bytes;
    }

    /// <summary>What the test engine makes of a job in this process.</summary>
    public static byte[] Expect(JobRequest request, byte[] pixels, byte[]? mask = null)
    {
        using var engine = new TestEngine(new TestBehaviour(), ControlManifest.Load());
        return engine.Run(
            request.Recipe, JobPicture.Of(request, (byte[])pixels.Clone(), mask), Alone.Instance, Alone.Instance,
            CancellationToken.None).Pixels.TakeBytes();
    }
}
