namespace SrPlugin.PaintDotNet.Controls;

/// <summary>
/// Names of the properties that no control of the manifest stands behind. A control's property has the control's name. Scripts that record
/// values by position exist: the order never changes, new properties go to the end.
/// </summary>
internal static class EffectProperties
{
    /// <summary>The chosen preset.</summary>
    public const string Preset = "preset";

    /// <summary>The chosen model.</summary>
    public const string Model = "model";

    /// <summary>Counts presses of the button.</summary>
    public const string Run = "run";

    /// <summary>What the last job did, or why it failed. Says nothing about what to compute.</summary>
    public const string Status = "status";

    /// <summary>Whether the result is shown with its changes drawn over it. Says nothing about what to compute.</summary>
    public const string ShowChanges = "show-changes";

    /// <summary>The preset that is none.</summary>
    public const string NoPreset = "custom";

    /// <summary>The model that the service chooses.</summary>
    public const string AutomaticModel = "automatic";

    /// <summary>Longest text of <see cref="Status"/>.</summary>
    public const int LongestStatus = 2000;

    /// <summary>The check box that leaves a control to the engine: on by default.</summary>
    public static string Automatic(string control) => control + "-automatic";
}
