using SrPlugin.Protocol.Presets;

namespace SrPlugin.Gimp.Jobs;

/// <summary>Makes the names under which scripts find presets from the titles that people give.</summary>
internal static class PresetNames
{
    private const string Nameless = "my-preset";
    private const int Longest = 60;

    /// <summary>Makes a name of lower-case letters, digits and '-'.</summary>
    /// <param name="title">The title.</param>
    /// <param name="presets">The presets that exist. A preset of the user's with the same title is replaced; no other is.</param>
    public static string Of(string title, IReadOnlyList<Preset> presets)
    {
        string letters = new([.. title.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]);
        string name = string.Join('-', letters.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        name = name.Length == 0 ? Nameless : name[..Math.Min(name.Length, Longest)].TrimEnd('-');
        string free = name;
        for (int number = 2; presets.Any(preset => preset.Name == free && (preset.IsBuiltIn || preset.Title != title)); number++)
            free = $"{name}-{number}";
        return free;
    }
}
