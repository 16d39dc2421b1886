using System.Diagnostics;
using System.Globalization;

namespace SrPlugin.Gimp.Jobs;

/// <summary>
/// Notes what happens when, for measuring and for reports of faults: one line a step, appended to the file that SRPLUGIN_GIMP_TRACE names.
/// Without that it costs nothing.
/// </summary>
internal sealed class Trace
{
    private readonly string? _file = Environment.GetEnvironmentVariable("SRPLUGIN_GIMP_TRACE") is { Length: > 0 } file ? file : null;
    private readonly Lazy<DateTime> _started = new(() => Process.GetCurrentProcess().StartTime);

    /// <summary>Whether anything is noted.</summary>
    public bool IsOn => _file is not null;

    /// <summary>Notes a step.</summary>
    /// <param name="step">Its name.</param>
    /// <param name="details">What else there is to say.</param>
    public void Note(string step, params object[] details)
    {
        if (_file is null)
            return;
        double milliseconds = (DateTime.Now - _started.Value).TotalMilliseconds;
        string text = string.Join(
            '\t',
            [
                string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0}"), step,
                .. details.Select(detail => Convert.ToString(detail, CultureInfo.InvariantCulture))
            ]);
        File.AppendAllText(_file, text + "\n");
    }
}
