namespace SrPlugin.Gimp.Host;

/// <summary>The kinds of value that cross between the editor and a procedure.</summary>
internal enum ArgumentKind
{
    /// <summary>How the procedure is run: a <see cref="Host.RunMode"/>.</summary>
    RunMode,

    /// <summary>An image's number.</summary>
    Image,

    /// <summary>The number of a layer, mask or channel.</summary>
    Drawable,

    /// <summary>The numbers of the selected layers, masks or channels; where the editor knows one only, that one.</summary>
    Drawables,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A list of texts; its length precedes it.</summary>
    Texts,
}
