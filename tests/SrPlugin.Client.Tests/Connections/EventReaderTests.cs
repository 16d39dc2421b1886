using System.Text;
using SrPlugin.Client.Connections;

namespace SrPlugin.Client.Tests.Connections;

public sealed class EventReaderTests
{
    [Fact]
    public async Task Read_EventsAndComments_ReturnsTheEvents()
    {
        const string Text = ": alive\n\nevent: progress\ndata: {\"a\":1}\n\n: alive\n\nid: 7\r\nevent:failed\r\ndata:one\r\ndata:  two\r\n\r\nevent: lonely\n\ndata: nameless\n\ndata: cut off";

        (string, string)?[] events = await ReadAllAsync(Text);

        events.ShouldBe([("progress", "{\"a\":1}"), ("failed", "one\n two"), ("", "nameless")]);
    }

    [Fact]
    public async Task Read_Nothing_EndsAtOnce() => (await ReadAllAsync("")).ShouldBeEmpty();

    private static async Task<(string, string)?[]> ReadAllAsync(string text)
    {
        using var silence = new Silence(TimeSpan.FromMinutes(1), CancellationToken.None);
        using var reader = new EventReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), silence);
        var events = new List<(string, string)?>();
        while (await reader.ReadAsync() is { } next)
            events.Add(next);
        return [.. events];
    }
}
