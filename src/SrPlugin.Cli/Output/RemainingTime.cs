namespace SrPlugin.Cli.Output;

/// <summary>Estimates how long a batch still takes, from how long its finished share took.</summary>
internal sealed class RemainingTime(TimeProvider clock, double totalWork)
{
    // Below this share the estimate swings too much to be shown.
    private const double LeastShare = 0.02;

    private readonly long _start = clock.GetTimestamp();

    /// <summary>The time left, or null while it cannot be told.</summary>
    /// <param name="finishedWork">Finished part of the total, in its unit.</param>
    public TimeSpan? After(double finishedWork)
    {
        double share = totalWork <= 0 ? 0 : finishedWork / totalWork;
        return share < LeastShare ? null : clock.GetElapsedTime(_start) * Math.Max(0, (1 - share) / share);
    }

    /// <summary>Formats the time left: "about 5 min left"; nothing for null.</summary>
    public static string Text(TimeSpan? left) => left is { } time ? Words(time) + " left" : "";

    /// <summary>Formats a time that is known roughly: "about 5 min".</summary>
    public static string Words(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => $"about {Math.Ceiling(time.TotalSeconds):0} s",
        { TotalHours: < 1 } => $"about {Math.Ceiling(time.TotalMinutes):0} min",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"about {time.TotalHours:0.0} h"),
    };
}
