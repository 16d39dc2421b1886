using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace SrPlugin.Service.Metrics;

/// <summary>
/// Collects the measurements of one meter and writes them in Prometheus' text format, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/). Safe to use from any thread.
/// </summary>
internal sealed class MetricsText : IDisposable
{
    /// <summary>The format's content type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly double[] _bounds = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000];

    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);

    /// <summary>Begins to collect.</summary>
    /// <param name="meter">The meter; measurements of others are not collected.</param>
    public MetricsText(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!ReferenceEquals(instrument.Meter, meter))
                return;
            var family = new Family(instrument);
            lock (_lock)
                _families.Add(family.Name, family);
            listener.EnableMeasurementEvents(instrument, family);
        };
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Record((Family)family!, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Record((Family)family!, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Record((Family)family!, value, tags));
        _listener.Start();
    }

    /// <summary>Writes the present figures.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (_lock)
        {
            foreach (Family family in _families.Values)
                family.Write(text);
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Record(Family family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock)
            family.Record(Labels(tags), value);
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach ((string name, object? value) in tags)
            text.Append(text.Length > 0 ? "," : "").Append(NameOf(name)).Append("=\"").Append(Escape($"{value}", isLabel: true))
                .Append('"');
        return text.ToString();
    }

    private static string NameOf(string name) => name.Replace('.', '_');

    private static string Escape(string text, bool isLabel)
    {
        text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return isLabel ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
    }

    private sealed class Family
    {
        private readonly string _kind;
        private readonly string _help;
        private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);

        public Family(Instrument instrument)
        {
            Type type = instrument.GetType().GetGenericTypeDefinition();
            _kind = type == typeof(Counter<>) ? "counter" : type == typeof(Histogram<>) ? "histogram" : "gauge";
            _help = Escape(instrument.Description ?? "", isLabel: false);
            string unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
            Name = NameOf(instrument.Name) + unit + (_kind == "counter" ? "_total" : "");
        }

        public string Name { get; }

        public void Record(string labels, double value)
        {
            if (!_series.TryGetValue(labels, out Series? series))
                _series[labels] = series = new Series();
            series.Value = _kind == "gauge" ? value : series.Value + value;
            series.Count++;
            for (int i = 0; i < _bounds.Length; i++)
                series.Within[i] += value <= _bounds[i] ? 1 : 0;
        }

        public void Write(StringBuilder text)
        {
            text.Append("# HELP ").Append(Name).Append(' ').Append(_help).Append("\n# TYPE ").Append(Name).Append(' ').Append(_kind)
                .Append('\n');
            foreach ((string labels, Series series) in _series)
            {
                if (_kind != "histogram")
                {
                    Line(text, Name, labels, series.Value);
                    continue;
                }

                string comma = labels.Length > 0 ? "," : "";
                for (int i = 0; i < _bounds.Length; i++)
                    Line(
                        text, Name + "_bucket", string.Create(CultureInfo.InvariantCulture, $"{labels}{comma}le=\"{_bounds[i]}\""),
                        series.Within[i]);
                Line(text, Name + "_bucket", $"{labels}{comma}le=\"+Inf\"", series.Count);
                Line(text, Name + "_sum", labels, series.Value);
                Line(text, Name + "_count", labels, series.Count);
            }
        }

        private static void Line(StringBuilder text, string name, string labels, double value) =>
            text.Append(name).Append(labels.Length > 0 ? $"{{{labels}}}" : "").Append(' ')
                .Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private sealed class Series
    {
        public double Value { get; set; }

        public long Count { get; set; }

        public long[] Within { get; } = new long[_bounds.Length];
    }
}
