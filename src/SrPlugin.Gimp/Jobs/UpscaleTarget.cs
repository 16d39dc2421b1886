namespace SrPlugin.Gimp.Jobs;

/// <summary>Where an enlarged picture goes.</summary>
internal enum UpscaleTarget
{
    /// <summary>The selection, or the layer, becomes an image of its own.</summary>
    NewImage,

    /// <summary>The image grows with all its layers.</summary>
    WholeImage,
}
