using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>What the user asks for.</summary>
internal sealed record EffectSettings
{
    /// <summary>Mode of a recipe that enlarges.</summary>
    public const string Upscale = "upscale";

    /// <summary>Mode of a recipe that keeps the size.</summary>
    public const string Restore = "restore";

    /// <summary>The preset the recipe came from, for the dialog to show; the recipe says it all.</summary>
    public string Preset { get; init; } = "";

    /// <summary>Gets where the result goes.</summary>
    public ResultTarget Target { get; init; }

    /// <summary>Gets whether a layer above the result shows what changes.</summary>
    public bool ShowsChanges { get; init; }

    /// <summary>Every setting; null where it is the default or estimated.</summary>
    public Recipe Recipe { get; init; } = new();
}
