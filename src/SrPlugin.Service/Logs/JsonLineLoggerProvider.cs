using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace SrPlugin.Service.Logs;

/// <summary>Writes one JSON object a line: time, level, category, message, and the message's values by name.</summary>
internal sealed class JsonLineLoggerProvider(RotatingLogFile file, TimeProvider clock) : ILoggerProvider
{
    private const string FormatKey = "{OriginalFormat}";

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private sealed class LineLogger(JsonLineLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            provider.Write(logLevel, category, formatter(state, exception), state as IEnumerable<KeyValuePair<string, object?>>, exception);
    }

    private void Write(
        LogLevel level, string category, string message, IEnumerable<KeyValuePair<string, object?>>? values, Exception? exception)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("time", clock.GetUtcNow().UtcDateTime);
            writer.WriteString("level", level.ToString());
            writer.WriteString("category", category);
            writer.WriteString("message", message);
            foreach ((string name, object? value) in values ?? [])
            {
                if (name != FormatKey && name.Length > 0)
                    WriteValue(writer, char.ToLowerInvariant(name[0]) + name[1..], value);
            }

            if (exception is not null)
                writer.WriteString("exception", exception.ToString());
            writer.WriteEndObject();
        }

        file.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void WriteValue(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNull(name);
                break;
            case int number:
                writer.WriteNumber(name, number);
                break;
            case long number:
                writer.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumber(name, number);
                break;
            case bool truth:
                writer.WriteBoolean(name, truth);
                break;
            default:
                writer.WriteString(name, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }
}
