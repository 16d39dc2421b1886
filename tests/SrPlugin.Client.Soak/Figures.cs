using System.Diagnostics;
using System.Globalization;

namespace SrPlugin.Client.Soak;

/// <summary>Collects what calls took and how they ended.</summary>
internal sealed class Figures
{
    private readonly List<double> _seconds = [];
    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);

    public double Longest => _seconds.Count == 0 ? 0 : _seconds.Max();

    public IEnumerable<string> Outcomes => _outcomes.Keys;

    /// <summary>Waits for a call; what it throws is its outcome.</summary>
    /// <param name="call">The call.</param>
    /// <param name="since">What it is measured from.</param>
    /// <returns>Its result; null where it failed.</returns>
    public async Task<UpscaleResult?> AddAsync(Task<UpscaleResult> call, long since)
    {
        UpscaleResult? result = null;
        string outcome = "completed";
        try
        {
            result = await call;
        }
        catch (ServiceException exception)
        {
            outcome = exception.Code.ToString();
        }

        _seconds.Add(Stopwatch.GetElapsedTime(since).TotalSeconds);
        _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
        return result;
    }

    public override string ToString()
    {
        double[] sorted = [.. _seconds.Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"median {sorted[sorted.Length / 2] * 1000:0} ms, at most {sorted[^1] * 1000:0} ms "
                + $"({string.Join(", ", _outcomes.Select(pair => $"{pair.Value} {pair.Key}"))})");
    }
}
