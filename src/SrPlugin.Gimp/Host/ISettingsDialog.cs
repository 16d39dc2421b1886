using SrPlugin.Gimp.Jobs;

namespace SrPlugin.Gimp.Host;

/// <summary>Asks the user for the settings.</summary>
internal interface ISettingsDialog
{
    /// <summary>Shows the dialog until the user decides.</summary>
    /// <param name="layer">What the effect will be applied to.</param>
    /// <param name="settings">What it shows first.</param>
    /// <param name="first">What Reset goes back to.</param>
    /// <returns>The chosen settings, or null when the user cancelled.</returns>
    EffectSettings? Ask(LayerPixels layer, EffectSettings settings, EffectSettings first);
}
