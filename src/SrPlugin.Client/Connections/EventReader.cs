using System.Text;

namespace SrPlugin.Client.Connections;

/// <summary>Reads server-sent events. Comments are no events, but signs of life.</summary>
internal sealed class EventReader(Stream stream, Silence silence) : IDisposable
{
    private readonly StreamReader _reader = new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 4096);

    /// <summary>Waits for the next event.</summary>
    /// <returns>Its name and data; null at the end of the stream.</returns>
    public async Task<(string Name, string Data)?> ReadAsync()
    {
        string name = "";
        StringBuilder? data = null;
        while (await _reader.ReadLineAsync(silence.Token).ConfigureAwait(false) is { } line)
        {
            silence.Break();
            if (line.Length == 0)
            {
                if (data is not null)
                    return (name, data.ToString());
                name = "";
                continue;
            }

            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string field = colon < 0 ? line : line[..colon];
            ReadOnlySpan<char> value = colon < 0 ? "" : line.AsSpan(colon + 1);
            if (value.StartsWith(' '))
                value = value[1..];
            if (field == "event")
                name = value.ToString();
            else if (field == "data")
                (data is null ? data = new StringBuilder() : data.Append('\n')).Append(value);
        }

        return null;
    }

    public void Dispose() => _reader.Dispose();
}
