using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>The part of a layer that the dialog shows before and after, and how large it is drawn.</summary>
internal sealed record PreviewPatch
{
    /// <summary>The width and height on the screen, in pixels, that a large layer fills.</summary>
    public const int Side = 448;

    /// <summary>Gets the part of the layer that is shown.</summary>
    public required PictureArea Seen { get; init; }

    /// <summary>
    /// Gets the part of the layer that is computed: the whole selection where all of it is shown, for then the job is the very one that
    /// the effect runs; else what is shown.
    /// </summary>
    public required PictureArea Computed { get; init; }

    /// <summary>Gets how many times larger the result is than the layer.</summary>
    public required double Scale { get; init; }

    /// <summary>Gets the width and height on the screen of a pixel of the result.</summary>
    public required int Zoom { get; init; }

    /// <summary>
    /// Gets the same patch of which only the middle is computed, to show something soon; null where all of it is soon there.
    /// </summary>
    public PreviewPatch? Glimpse
    {
        get
        {
            (int width, int height) = (Math.Min(Computed.Width, Seen.Width / 2), Math.Min(Computed.Height, Seen.Height / 2));
            if (width < 1 || height < 1 || Computed.Width * Computed.Height < 2 * width * height)
                return null;
            (int x, int y) = (Computed.X + ((Computed.Width - width) / 2), Computed.Y + ((Computed.Height - height) / 2));
            return this with { Computed = new PictureArea(x, y, width, height) };
        }
    }

    /// <summary>Gets the number of pixels in a row of the result.</summary>
    public int Width => JobRules.Enlarged(Seen.Width, Scale);

    /// <summary>Gets the number of rows of the result.</summary>
    public int Height => JobRules.Enlarged(Seen.Height, Scale);

    /// <summary>Gets where in the result the computed part begins.</summary>
    public (int X, int Y) Corner => ((int)Math.Round((Computed.X - Seen.X) * Scale), (int)Math.Round((Computed.Y - Seen.Y) * Scale));

    /// <summary>Places a patch.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="middle">The pixel of the layer that shall lie in the middle; the patch is moved where it would leave the layer.</param>
    /// <param name="recipe">The settings.</param>
    /// <param name="side">The width and height on the screen.</param>
    public static PreviewPatch Of(LayerPixels layer, (int X, int Y) middle, Recipe recipe, int side = Side)
    {
        double scale = recipe.Mode == EffectSettings.Restore ? 1 : recipe.Scale ?? 1;

        // Twice as large as it is, so that changes of single pixels are seen; enlarged pictures are large enough.
        int zoom = scale < 2 ? 2 : 1;
        int longest = Math.Max(1, (int)(side / (zoom * scale)));
        int width = Math.Min(layer.Width, longest), height = Math.Min(layer.Height, longest);
        int left = Math.Clamp(middle.X - (width / 2), 0, layer.Width - width),
        top = Math.Clamp(middle.Y - (height / 2), 0, layer.Height - height);
        var seen = new PictureArea(left, top, width, height);
        PictureArea selected = layer.Selected;
        bool isWhole = selected.X >= seen.X && selected.Y >= seen.Y
            && selected.X + selected.Width <= seen.X + seen.Width && selected.Y + selected.Height <= seen.Y + seen.Height;
        return new PreviewPatch
        {
            Seen = seen,
            Computed = isWhole ? selected : seen,
            Scale = scale,
            Zoom = Math.Max(zoom, (int)(side / (Math.Max(width, height) * scale))),
        };
    }
}
