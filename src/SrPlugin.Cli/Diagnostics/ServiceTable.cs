using System.Globalization;
using System.Text;
using SrPlugin.Cli.Output;
using SrPlugin.Protocol;

namespace SrPlugin.Cli.Diagnostics;

/// <summary>The service at one moment, as lines of a fixed width: how it is, and the jobs that run and wait.</summary>
internal static class ServiceTable
{
    private const int FewestJobs = 3;
    private const int HeadLines = 4;

    /// <summary>Writes the lines.</summary>
    /// <param name="health">How the service is.</param>
    /// <param name="jobs">Its jobs.</param>
    /// <param name="width">The columns there are.</param>
    /// <param name="height">The lines there are; null for as many as it takes.</param>
    public static IReadOnlyList<string> Lines(ServiceHealth health, JobList jobs, int width, int? height)
    {
        TimeSpan uptime = TimeSpan.FromSeconds(Math.Round(health.UptimeSeconds));
        string waiting = string.Create(CultureInfo.InvariantCulture, $"{health.QueuedJobs} of {health.QueueCapacity}");
        string free = $"{ByteText.Of(health.AvailableBytes)} of {ByteText.Of(health.MachineBytes)}";
        string models = health.ResidentModels.Count == 0 ? "none" : string.Join(", ", health.ResidentModels);
        var lines = new List<string>
        {
            Text($"srplugin-service {health.Version}, process {health.ProcessId}, {health.Engine} on {health.Device}, up {uptime}"),
            Text($"jobs: {health.RunningJobs} running, {waiting} waiting, {health.CompletedJobs} completed, {health.FailedJobs} failed"),
            Text($"memory: {ByteText.Of(health.ProcessBytes)} in use, {free} available; models: {models}"),
            "",
        };
        if (jobs.Jobs.Count > 0)
            lines.Add(Row("JOB", "HOST", "PRIORITY", "MODEL", "SIZE", "DONE", "LEFT", "STAGE"));
        int most = height is { } given ? Math.Max(FewestJobs, given - HeadLines - 2) : int.MaxValue;
        lines.AddRange(jobs.Jobs.Take(most).Select(Row));
        if (jobs.Jobs.Count > most)
            lines.Add(Text($"and {jobs.Jobs.Count - most} more"));
        return [.. lines.Select(line => line.Length > width ? line[..width] : line.TrimEnd())];
    }

    private static string Row(JobSummary job) => Row(
        job.Id,
        job.ProcessId == 0 ? job.Host : Text($"{job.Host} {job.ProcessId}"),
        job.Priority.ToString().ToLowerInvariant(),
        job.Model,
        Text($"{job.Width}×{job.Height}"),
        job.State == JobState.Running ? Text($"{job.Progress?.Percent ?? 0:0} %") : "",
        job.State == JobState.Running ? Duration(job.Progress?.SecondsLeft) : "",
        job.State == JobState.Running
            ? StageNames.Of(job.IsEstimate ? "estimate" : job.Progress?.Stage ?? "prepare")
            : Text($"waiting for {Duration(job.WaitedSeconds)}"));

    private static string Row(string id, string host, string priority, string model, string size, string done, string left, string stage)
    {
        var line = new StringBuilder();
        (string, int)[] columns = [(id, 8), (host, 24), (priority, 11), (model, 16), (size, 11), (done, 5), (left, 8)];
        foreach ((string value, int width) in columns)
            line.Append(Cut(CliConsole.Printable(value), width).PadRight(width)).Append(' ');
        return line.Append(CliConsole.Printable(stage)).ToString();
    }

    private static string Cut(string text, int width) => text.Length > width ? text[..(width - 1)] + "…" : text;

    private static string Duration(double? seconds) => seconds is not { } value
        ? ""
        : TimeSpan.FromSeconds(value) is { TotalHours: >= 1 } time
            ? Text($"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
            : Text($"{(int)(value / 60)}:{(int)(value % 60):00}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
