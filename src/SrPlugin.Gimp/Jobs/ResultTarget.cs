namespace SrPlugin.Gimp.Jobs;

/// <summary>Where the result goes.</summary>
internal enum ResultTarget
{
    /// <summary>A restored selection goes into its layer; an enlarged one, or an enlarged layer, becomes an image of its own.</summary>
    Usual,

    /// <summary>A restored selection becomes a layer of its own above the source, with the selection as its layer mask.</summary>
    NewLayer,

    /// <summary>The image is enlarged with all its layers.</summary>
    WholeImage,
}
