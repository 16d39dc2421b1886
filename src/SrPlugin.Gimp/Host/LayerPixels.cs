using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Host;

/// <summary>A layer, mask or channel of the editor, as it is when a call begins.</summary>
internal sealed record LayerPixels
{
    /// <summary>The image's number.</summary>
    public required int Image { get; init; }

    /// <summary>The layer's number.</summary>
    public required int Drawable { get; init; }

    /// <summary>What the user calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Pixels in a row.</summary>
    public required int Width { get; init; }

    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>Where its corner lies in the image.</summary>
    public required (int X, int Y) Offset { get; init; }

    /// <summary>1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</summary>
    public required int Channels { get; init; }

    /// <summary>What its samples travel as: exactly where the layer's own are 8- or 16-bit and gamma-encoded, as float otherwise.</summary>
    public required SampleFormat SampleFormat { get; init; }

    /// <summary>Gets whether the editor draws effects over its pixels; the job sees and changes the pixels below them.</summary>
    public bool HasEffects { get; init; }

    /// <summary>Gets whether it is a layer, so that others can lie above it.</summary>
    public bool IsLayer { get; init; } = true;

    /// <summary>Whether the image has a selection at all.</summary>
    public required bool HasSelection { get; init; }

    /// <summary>
    /// The part of the layer that the selection reaches, in the layer's coordinates; the whole layer without a selection.
    /// </summary>
    public required PictureArea Selected { get; init; }

    /// <summary>Whether it is grey.</summary>
    public bool IsGrey => Channels < 3;

    /// <summary>Whether its last channel is alpha.</summary>
    public bool HasAlpha => Channels is 2 or 4;
}
