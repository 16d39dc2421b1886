using Spectre.Console;
using SrPlugin.Cli.Upscaling;

namespace SrPlugin.Cli.Output;

/// <summary>Progress as a bar that is redrawn in place and goes away with its file.</summary>
internal sealed class TerminalProgress(IAnsiConsole console, TimeProvider clock, int count) : IBatchProgress
{
    private readonly RemainingTime _remaining = new(clock, count);

    public void Track(string name, int index, Action<IProgress<WorkProgress>> work) =>
        console.Progress()
            .AutoClear(true)
            .Columns(
                new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(),
                new PercentageColumn())
            .Start(context =>
            {
                string place = count > 1 ? $"[[{index + 1}/{count}]] " : "";
                ProgressTask task = context.AddTask($"{place}{Markup.Escape(name)}");
                work(new Bar(task, value =>
                {
                    string left = RemainingTime.Text(_remaining.After(index + value.Fraction));
                    return $"{place}{Markup.Escape(name)}: {value.Stage}{(left.Length > 0 ? ", " + left : "")}";
                }));
            });

    private sealed class Bar(ProgressTask task, Func<WorkProgress, string> describe) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            task.Description = describe(value);
            task.Value = value.Fraction * 100;
        }
    }
}
