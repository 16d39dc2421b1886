using SrPlugin.Imaging;
using SrPlugin.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Cli.Upscaling;

/// <summary>Measures how long work takes on this machine, on a piece of a picture.</summary>
internal static class TrialRun
{
    // Larger trials reckon better, and the largest takes a model of the built-in kind a few seconds.
    private static readonly int[] _sides = [64, 128, 256, 512];
    private static readonly TimeSpan _longEnough = TimeSpan.FromSeconds(2);

    /// <summary>Gets the side of the largest piece that is worked on.</summary>
    public static int LargestSide => _sides[^1];

    /// <summary>Works on larger and larger pieces until one takes long enough.</summary>
    /// <param name="upscaler">What works.</param>
    /// <param name="middle">The middle of a picture, in working colours.</param>
    /// <param name="changes">Settings that differ for this picture; null for none.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Stops within a tile.</param>
    /// <returns>The last piece's side, and how long it took.</returns>
    public static (int Side, double Seconds) Measure(
        IPictureUpscaler upscaler, PixelBuffer middle, Recipe? changes, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (int trial = 0; ; trial++)
        {
            int side = Math.Min(_sides[trial], Math.Min(middle.Width, middle.Height));
            var patch = new PixelRectangle((middle.Width - side) / 2, (middle.Height - side) / 2, side, side);
            long start = clock.GetTimestamp();
            upscaler.Run(new JobPicture(middle.Crop(patch), null, null), changes, new Progress<WorkProgress>(), cancellationToken);
            TimeSpan elapsed = clock.GetElapsedTime(start);
            if (elapsed >= _longEnough || trial == _sides.Length - 1 || side < _sides[trial])
                return (side, elapsed.TotalSeconds);
        }
    }
}
