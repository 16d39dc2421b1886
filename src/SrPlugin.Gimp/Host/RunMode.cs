namespace SrPlugin.Gimp.Host;

/// <summary>How the editor runs a procedure; the values are GIMP's own.</summary>
internal enum RunMode
{
    /// <summary>From the menu: ask.</summary>
    Interactive = 0,

    /// <summary>From a script: take the arguments.</summary>
    NonInteractive = 1,

    /// <summary>Filters ▸ Repeat: take what was used last.</summary>
    WithLastValues = 2,
}
