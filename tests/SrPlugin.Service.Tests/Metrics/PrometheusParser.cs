using System.Globalization;
using System.Text.RegularExpressions;

namespace SrPlugin.Service.Tests.Metrics;

/// <summary>
/// Reads Prometheus' text format 0.0.4 strictly: whatever the format's page does not allow throws a <see cref="FormatException"/>.
/// </summary>
internal static partial class PrometheusParser
{
    /// <summary>Reads a text.</summary>
    /// <returns>The samples: name and labels as they stand, and value.</returns>
    public static IReadOnlyDictionary<string, double> Parse(string text)
    {
        if (!text.EndsWith('\n') || text.Contains('\r'))
            throw new FormatException("Every line must end in a line feed.");
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        string? family = null, helped = null;
        foreach (string line in text.Split('\n')[..^1])
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                Match help = Help().Match(line);
                Demand(help.Success, line);
                helped = help.Groups[1].Value;
                continue;
            }

            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Match type = Type().Match(line);
                Demand(type.Success && types.TryAdd(type.Groups[1].Value, type.Groups[2].Value), line);
                family = type.Groups[1].Value;
                Demand(helped == family, $"{family} has no HELP before its TYPE");
                continue;
            }

            Match sample = Sample().Match(line);
            Demand(sample.Success && family is not null, line);
            string name = sample.Groups["name"].Value, labels = sample.Groups["labels"].Value;
            string kind = types[family!];
            Demand(
                kind == "histogram" ? name == family + "_bucket" || name == family + "_sum" || name == family + "_count" : name == family,
                $"{name} does not belong to {family}");
            Demand(kind != "counter" || name.EndsWith("_total", StringComparison.Ordinal), $"{name} is a counter");
            string[] labelNames = [.. Label().Matches(labels).Select(match => match.Groups[1].Value)];
            Demand(labelNames.Distinct().Count() == labelNames.Length, line);
            Demand(name != family + "_bucket" || kind != "histogram" || labelNames.Contains("le"), line);
            double value = sample.Groups["value"].Value switch
            {
                "+Inf" => double.PositiveInfinity,
                "-Inf" => double.NegativeInfinity,
                string number => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
            };
            Demand(kind == "gauge" || value >= 0, line);
            Demand(samples.TryAdd(name + labels, value), $"{name}{labels} stands twice");
        }

        CheckHistograms(samples, types);
        return samples;
    }

    private static void CheckHistograms(Dictionary<string, double> samples, Dictionary<string, string> types)
    {
        foreach (string family in types.Where(pair => pair.Value == "histogram").Select(pair => pair.Key))
        {
            foreach (IGrouping<string, KeyValuePair<string, double>> series in samples.Where(pair => pair.Key.StartsWith(family + "_bucket{", StringComparison.Ordinal))
                .GroupBy(pair => Bound().Replace(pair.Key, "").Replace("{}", "", StringComparison.Ordinal)))
            {
                double[] counts = [.. series.Select(pair => pair.Value)];
                Demand(counts.SequenceEqual(counts.Order()), $"{series.Key} is not cumulative");
                Demand(series.Last().Key.Contains("le=\"+Inf\"", StringComparison.Ordinal), $"{series.Key} has no last bucket");
                Demand(
                    samples[series.Key.Replace("_bucket", "_count", StringComparison.Ordinal)] == counts[^1],
                    $"{series.Key} and its count differ");
                Demand(samples.ContainsKey(series.Key.Replace("_bucket", "_sum", StringComparison.Ordinal)), $"{series.Key} has no sum");
            }
        }
    }

    private static void Demand(bool holds, string fault)
    {
        if (!holds)
            throw new FormatException(fault);
    }

    [GeneratedRegex("""^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\\n]|\\\\|\\n)+$""")]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)$")]
    private static partial Regex Type();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\\\|\\"|\\n)*"(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\\\|\\"|\\n)*")*\})? (?<value>[+-]?(?:[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|Inf)|NaN)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="(?:[^"\\]|\\.)*"(?=,|\})""")]
    private static partial Regex Label();

    [GeneratedRegex(""",?le="[^"]*"(?=\})""")]
    private static partial Regex Bound();
}
