namespace SrPlugin.Service.Jobs;

/// <summary>Measures a job's computing without its pauses, and from that the time to its end.</summary>
internal sealed class ComputingTime
{
    // Before this share the measure says more about loading and caches than about the job.
    private const double EarlyShare = 0.03;

    private readonly TimeProvider _clock;
    private readonly long _start;
    private TimeSpan _paused;
    private TimeSpan _prelude;

    public ComputingTime(TimeProvider clock) => (_clock, _start) = (clock, clock.GetTimestamp());

    /// <summary>Computing so far.</summary>
    public TimeSpan Elapsed => _clock.GetElapsedTime(_start) - _paused;

    /// <summary>Leaves a pause out.</summary>
    public void Skip(TimeSpan pause) => _paused += pause;

    /// <summary>What went before (the loading of a model) says nothing about how long the job takes.</summary>
    public void BeginEstimate() => _prelude = Elapsed;

    /// <summary>Seconds to the end; null while too little is measured.</summary>
    /// <param name="fraction">Share done, 0…1.</param>
    public double? SecondsLeft(double fraction) =>
        fraction < EarlyShare ? null : Math.Round((Elapsed - _prelude).TotalSeconds * (1 - Math.Min(1, fraction)) / fraction, 2);
}
