namespace SrPlugin.Protocol.Presets;

/// <summary>A preset's file that was left out.</summary>
/// <param name="File">Its path.</param>
/// <param name="Faults">Everything that is wrong with it.</param>
public sealed record PresetFault(string File, IReadOnlyList<string> Faults);
