using System.Globalization;

namespace SrPlugin.TestService;

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
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            behaviour = behaviour.With(word[..Math.Max(0, equals)], word[(equals + 1)..]);
        }

        return behaviour;
    }

    /// <summary>Changes one property.</summary>
    /// <param name="name"><c>delay</c> (milliseconds), <c>tiles</c>, <c>previews</c>, <c>fault</c> or <c>fault-at</c>.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="FormatException">The name or the value is unknown.</exception>
    public TestBehaviour With(string name, string value) => name switch
    {
        "delay" => this with { Delay = TimeSpan.FromMilliseconds(Number(value)) },
        "tiles" => this with { Tiles = Number(value) },
        "previews" => this with { Previews = Number(value) },
        "fault" when Enum.TryParse(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out TestFault fault) =>
            this with { Fault = fault },
        "fault-at" => this with { FaultAt = Number(value) },
        _ => throw new FormatException($"The test engine does not know {name}={value}."),
    };

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
