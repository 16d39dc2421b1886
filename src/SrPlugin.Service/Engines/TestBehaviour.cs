using SrPlugin.Service.Options;

namespace SrPlugin.Service.Engines;

/// <summary>What the test engine does to a job.</summary>
internal sealed record TestBehaviour
{
    /// <summary>A prompt that begins so changes the behaviour for its job alone: <c>!test delay=50 tiles=16 fault=crash</c>.</summary>
    public const string Directive = "!test";

    /// <summary>Time of a tile, which nothing interrupts.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Tiles of a job.</summary>
    public int Tiles { get; init; } = 4;

    /// <summary>Intermediate pictures that a job shows, spread over its tiles; a real model shows one a step.</summary>
    public int Previews { get; init; }

    /// <summary>What goes wrong.</summary>
    public TestFault Fault { get; init; }

    /// <summary>The job of this process, from 1, that it happens to; 0 for every job.</summary>
    public int FaultAt { get; init; }

    /// <summary>The behaviour for a job.</summary>
    /// <param name="prompt">Its prompt.</param>
    /// <param name="number">Its number in this process, from 1.</param>
    /// <exception cref="FormatException">The prompt is a directive that cannot be understood.</exception>
    public TestBehaviour For(string? prompt, int number)
    {
        TestBehaviour behaviour = this with { Fault = FaultAt == 0 || FaultAt == number ? Fault : TestFault.None };
        if (prompt is null || !prompt.StartsWith(Directive, StringComparison.Ordinal))
            return behaviour;
        foreach (string word in prompt[Directive.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string value = word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..];
            behaviour = word[..^value.Length] switch
            {
                "delay=" => behaviour with { Delay = TimeSpan.FromMilliseconds(SettingTable.Whole(value, 0, 600_000)) },
                "tiles=" => behaviour with { Tiles = SettingTable.Whole(value, 1, 100_000) },
                "previews=" => behaviour with { Previews = SettingTable.Whole(value, 0, 1000) },
                "fault=" => behaviour with { Fault = SettingTable.Word<TestFault>(value) },
                _ => throw new FormatException($"'{word}' is none of delay=, tiles=, previews=, fault="),
            };
        }

        return behaviour;
    }
}
