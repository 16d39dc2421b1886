namespace SrPlugin.Protocol.Presets;

/// <summary>
/// All presets: those that ship with the program, then the user's. One of the user's takes the place of a built-in one of its name.
/// </summary>
/// <param name="Presets">The sound ones.</param>
/// <param name="Faults">The files that were left out.</param>
public sealed record PresetList(IReadOnlyList<Preset> Presets, IReadOnlyList<PresetFault> Faults)
{
    /// <summary>A preset by name; null when there is none.</summary>
    public Preset? Find(string name) => Presets.FirstOrDefault(preset => preset.Name == name);
}
