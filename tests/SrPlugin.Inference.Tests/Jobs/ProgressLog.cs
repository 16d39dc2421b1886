using SrPlugin.Inference.Jobs;

namespace SrPlugin.Inference.Tests.Jobs;

/// <summary>Keeps every report, on the reporting thread.</summary>
internal sealed class ProgressLog : IProgress<JobProgress>
{
    public List<JobProgress> Reports { get; } = [];

    public Action<JobProgress>? OnReport { get; init; }

    public void Report(JobProgress value)
    {
        Reports.Add(value);
        OnReport?.Invoke(value);
    }

    public void ShouldBeMonotone()
    {
        for (int i = 1; i < Reports.Count; i++)
        {
            ((int)Reports[i].Stage).ShouldBeGreaterThanOrEqualTo((int)Reports[i - 1].Stage);
            Reports[i].Fraction.ShouldBeGreaterThanOrEqualTo(Reports[i - 1].Fraction);
            Reports[i].Fraction.ShouldBeInRange(0, 1);
        }
    }
}
