using SrPlugin.Cli.Upscaling;

namespace SrPlugin.Cli.Output;

/// <summary>Progress as plain lines, a few seconds apart: for pipes, logs and CI.</summary>
internal sealed class PlainProgress(TextWriter writer, TimeProvider clock, int count) : IBatchProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly RemainingTime _remaining = new(clock, count);

    public void Track(string name, int index, Action<IProgress<WorkProgress>> work) => work(new Lines(this, name, index));

    private sealed class Lines(PlainProgress owner, string name, int index) : IProgress<WorkProgress>
    {
        private long _last = owner.Clock.GetTimestamp();

        public void Report(WorkProgress value)
        {
            if (owner.Clock.GetElapsedTime(_last) < Interval)
                return;
            _last = owner.Clock.GetTimestamp();
            string left = RemainingTime.Text(owner._remaining.After(index + value.Fraction));
            string place = owner.Count > 1 ? $"[{index + 1}/{owner.Count}] " : "";
            owner.Writer.WriteLine($"{place}{name}: {value.Fraction * 100:0} %, {value.Stage}{(left.Length > 0 ? ", " + left : "")}");
        }
    }

    private TimeProvider Clock => clock;

    private TextWriter Writer => writer;

    private int Count => count;
}
