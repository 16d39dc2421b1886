using System.Text;
using SrPlugin.Client.Connections;

namespace SrPlugin.Client.Tests.Connections;

public sealed class EventReaderTests
{
    [Fact]
    public async Task Read_EventsAndComments_ReturnsTheEvents()
    {
        const string Text =
            ": alive\n\nevent: progress\ndata: {\"a\":1}\n\n: alive\n\nid: 7\r\nevent:failed\r\ndata:one\r\ndata:  two\r\n\r\nevent: "
                + "lonely\n\ndata: nameless\n\ndata: cut off";

        (string, string)?[] events = await ReadAllAsync(Text);

        events.ShouldBe([("progress", "{\"a\":1}"), ("failed", "one\n two"), ("", "nameless")]);
    }

    [Fact]
    public async Task Read_NothingButBreaths_AreSignsOfLife()
    {
        var clock = new ManualTime();
        using var silence = new Silence(TimeSpan.FromSeconds(2), CancellationToken.None, clock);
        using var reader = new EventReader(new BreathingStream(clock, breaths: 12), silence);

        (await reader.ReadAsync()).ShouldBeNull();

        silence.IsTooLong.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(2));
        silence.IsTooLong.ShouldBeTrue();
    }

    [Fact]
    public async Task Read_Nothing_EndsAtOnce() => (await ReadAllAsync("")).ShouldBeEmpty();

    private static async Task<(string, string)?[]> ReadAllAsync(string text)
    {
        using var silence = new Silence(TimeSpan.FromMinutes(1), CancellationToken.None, TimeProvider.System);
        using var reader = new EventReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), silence);
        var events = new List<(string, string)?>();
        while (await reader.ReadAsync() is { } next)
            events.Add(next);
        return [.. events];
    }

    // Takes a second and a half for each comment.
    private sealed class BreathingStream(ManualTime clock, int breaths) : MemoryStream
    {
        private int _breaths;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_breaths++ == breaths)
                return ValueTask.FromResult(0);
            clock.Advance(TimeSpan.FromSeconds(1.5));
            ": alive\n\n"u8.CopyTo(buffer.Span);
            return ValueTask.FromResult(": alive\n\n"u8.Length);
        }
    }
}
