namespace SrPlugin.Inference.AddSr;

/// <summary>The timesteps AddSR's student is trained at; a run of k steps takes the first k.</summary>
// Differs from upstream: the released loop always runs all four; stopping earlier is the authors' own advice.
public static class AddSrTimesteps
{
    private static readonly int[] _all = [999, 749, 499, 249];

    /// <summary>All of them, in the order they run.</summary>
    public static IReadOnlyList<int> All => _all;

    /// <summary>The timesteps of a run.</summary>
    /// <param name="stepCount">1…4.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public static IReadOnlyList<int> First(int stepCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stepCount, _all.Length);
        return _all[..stepCount];
    }
}
