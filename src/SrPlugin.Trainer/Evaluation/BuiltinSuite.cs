using SrPlugin.Imaging;
using SrPlugin.Trainer.Degradations;
using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Evaluation;

/// <summary>
/// The table that built-in models are judged by: photos damaged in ordinary ways, at their own size and reduced by four, are given to the
/// model as a person would, and the results are compared with the photos.
/// </summary>
public static class BuiltinSuite
{
    /// <summary>Pixels at every edge that are not judged.</summary>
    public const int Border = 8;

    /// <summary>The damages, in the order of the table.</summary>
    public static IReadOnlyList<SuiteCase> Cases { get; } =
    [
        new("noise 15", Plan(1, 0, 15, 0)),
        new("JPEG 30", Plan(1, 0, 0, 30)),
        new("JPEG 30, cropped afterwards", Plan(1, 0, 0, 30, shift: 5)),
        new("blur 1.5", Plan(1, 1.5f, 0, 0)),
        new("clean", Plan(1, 0, 0, 0)),
        new("×4 clean", Plan(4, 0, 0, 0)),
        new("×4 blur 1.2, noise 4, JPEG 75", Plan(4, 1.2f, 4, 75)),
        new("×4 blur 2, noise 12, JPEG 45", Plan(4, 2, 12, 45)),
    ];

    /// <summary>
    /// The middle of a photo as the suite uses it: reduced until its shorter side has at most twice as many pixels, then cropped.
    /// </summary>
    /// <param name="photo">RGB, 0…1.</param>
    /// <param name="side">Pixels of the crop's sides, a multiple of 8; less where the photo is smaller.</param>
    public static PlanarImage Prepare(PlanarImage photo, int side)
    {
        ArgumentNullException.ThrowIfNull(photo);
        var reduction = Math.Max(1, Math.Min(photo.Width, photo.Height) / (2 * side));
        if (reduction > 1)
            photo = Resampler.Resize(photo, photo.Width / reduction, photo.Height / reduction, ResampleFilter.Area);
        var (width, height) = (Math.Min(side, photo.Width / 8 * 8), Math.Min(side, photo.Height / 8 * 8));
        return photo.Crop(new PixelRectangle((photo.Width - width) / 2, (photo.Height - height) / 2, width, height));
    }

    /// <summary>Judges a model.</summary>
    /// <param name="photos">Sharp photos, RGB in 0…1, with sides divisible by 8.</param>
    /// <param name="run">Restores a picture, or enlarges it by four where the case says so.</param>
    /// <param name="done">Called with every single result.</param>
    /// <param name="cancellationToken">Checked before every result.</param>
    public static IReadOnlyList<SuiteFigures> Run(
        IReadOnlyList<PlanarImage> photos, Func<PixelBuffer, SuiteCase, PixelBuffer> run, Action<int, SuiteCase, PixelBuffer>? done,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(photos);
        ArgumentNullException.ThrowIfNull(run);
        var figures = new List<SuiteFigures>();
        foreach (var one in Cases)
        {
            var (results, sources) = (new List<PictureFigures>(), new List<PictureFigures>());
            for (var i = 0; i < photos.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var source = Degrader.Apply(photos[i], one.Plan, new SeededRandom(0x5017E, (ulong)i)).ToPixels(SampleFormat.UInt8);
                var result = run(source, one);
                done?.Invoke(i, one, result);
                results.Add(Figures(result, photos[i]));
                sources.Add(Figures(Enlarged(source, photos[i]), photos[i]));
            }

            figures.Add(new SuiteFigures(one, PictureFigures.Mean(results), PictureFigures.Mean(sources)));
        }

        return figures;
    }

    private static PixelBuffer Enlarged(PixelBuffer source, PlanarImage photo) => source.Width == photo.Width
        ? source
        : Resampler.Resize(PlanarImage.FromPixels(source), photo.Width, photo.Height, ResampleFilter.Bicubic).ToPixels(SampleFormat.UInt8);

    // Judged as the 8-bit file that a user would save.
    private static PictureFigures Figures(PixelBuffer picture, PlanarImage photo)
    {
        var inside = new PixelRectangle(Border, Border, photo.Width - (2 * Border), photo.Height - (2 * Border));
        return PictureFigures.Of(PlanarImage.FromPixels(picture).Crop(inside), photo.Crop(inside));
    }

    private static DegradationPlan Plan(int factor, float blur, float noise, int quality, int shift = 0) => new(
    [
        new DegradationStage(
            blur, blur, 1f / factor, ResampleFilter.Bicubic, noise, false, false, quality) { ShiftX = shift, ShiftY = shift },
    ]);
}
