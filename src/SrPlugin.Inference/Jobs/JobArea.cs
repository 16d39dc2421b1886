using SrPlugin.Imaging;
using SrPlugin.Inference.Errors;

namespace SrPlugin.Inference.Jobs;

/// <summary>Which pixels a job selects, restores and looks at.</summary>
internal sealed record JobArea
{
    private JobArea(
        PixelRectangle selection, PixelRectangle region, PixelRectangle context, SelectionMask mask, (int, int) resultSize,
        double factor) =>
        (Selection, Region, Context, Mask, ResultSize, Factor) = (selection, region, context, mask, resultSize, factor);

    /// <summary>What the user selected.</summary>
    public PixelRectangle Selection { get; }

    /// <summary>The part of it that the mask does not leave out: what is restored.</summary>
    public PixelRectangle Region { get; }

    /// <summary>The region with its context: what the networks see.</summary>
    public PixelRectangle Context { get; }

    /// <summary>Coverage of the result, of the source's size.</summary>
    public SelectionMask Mask { get; }

    /// <summary>Size of the enlarged selection; in Restore the selection's own.</summary>
    public (int Width, int Height) ResultSize { get; }

    private double Factor { get; }

    /// <summary>The region, counted from the context's corner.</summary>
    public PixelRectangle WithinContext => Region with { X = Region.X - Context.X, Y = Region.Y - Context.Y };

    /// <summary>The region's place in the enlarged selection.</summary>
    public PixelRectangle RegionInResult
    {
        get
        {
            var scaled = (Region with { X = Region.X - Selection.X, Y = Region.Y - Selection.Y }).Scale(Factor);
            return scaled.Intersect(new PixelRectangle(0, 0, ResultSize.Width, ResultSize.Height));
        }
    }

    /// <summary>Works out the areas of a job.</summary>
    /// <exception cref="InvalidOptionsException">Selection or mask do not fit the picture, or the result would be too large.</exception>
    public static JobArea Create(PixelBuffer source, UpscaleRequest request)
    {
        var selection = request.Selection ?? source.Bounds;
        if (!source.Bounds.Contains(selection))
            throw Fault(
                $"The selection {selection.X},{selection.Y},{selection.Width},{selection.Height} reaches outside the picture of "
                    + $"{source.Width}×{source.Height}.");
        if (request.Mask is { } given && (given.Width != source.Width || given.Height != source.Height))
            throw Fault($"The mask is {given.Width}×{given.Height}, the picture {source.Width}×{source.Height}; they must be of one size.");

        var mask = MaskOf(source, request, selection);
        var region = mask.Bounds;
        if (region.IsEmpty)
            throw Fault("The mask selects nothing: all its values inside the selection are 0.");
        double factor = request.Mode == UpscaleMode.Restore ? 1 : request.Factor;

        // The region's edges must fall on whole pixels of the result; at odd factors only the selection's own do.
        if (factor != Math.Floor(factor))
            region = selection;
        (int Width, int Height) size = (Enlarged(selection.Width, factor), Enlarged(selection.Height, factor));
        if (!PictureLimits.Allows(size.Width, size.Height, source.Channels * source.BytesPerSample))
            throw Fault(
                $"The result would have {size.Width}×{size.Height} pixels, more than a picture can hold. Choose a smaller factor or "
                    + $"selection.");
        return new JobArea(
            selection, region, region.WithContext(request.ContextMargin, source.Width, source.Height).FromBlockCorner(), mask, size,
            factor);
    }

    private static SelectionMask MaskOf(PixelBuffer source, UpscaleRequest request, PixelRectangle selection)
    {
        var mask = SelectionMask.FromRectangle(source.Width, source.Height, selection);
        if (request.Mask is { } given)
        {
            var coverage = SelectionMask.FromPixels(given).Coverage.ToArray();
            for (int i = 0; i < coverage.Length; i++)
                coverage[i] *= mask.Coverage[i];
            mask = new SelectionMask(source.Width, source.Height, coverage);
        }

        // An enlarged selection has nothing around it to blend into: only a mask's rim is softened there.
        return request.Mode == UpscaleMode.Restore || request.Mask is not null ? mask.Feather(request.Feather) : mask;
    }

    private static int Enlarged(int length, double factor) => Math.Max(1, (int)Math.Min(int.MaxValue, Math.Floor((length * factor) + 0.5)));

    private static InvalidOptionsException Fault(string message) => new([message]);
}
