using System.CommandLine;
using SrPlugin.Cli.Faults;
using SrPlugin.Imaging;

namespace SrPlugin.Cli.Evaluation;

/// <summary>Measures how alike two pictures are, for every command that does.</summary>
internal static class PictureComparison
{
    /// <summary>The option that leaves the edges out.</summary>
    public static Option<int> Border()
    {
        var border =
            new Option<int>("--border") { Description = "Pixels at every edge that PSNR and SSIM leave out. [default: 0]", HelpName = "N" };
        border.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
                result.AddError("--border must be at least 0.");
        });
        return border;
    }

    /// <summary>Compares two pictures.</summary>
    /// <param name="name">What the first is called.</param>
    /// <param name="picture">The first.</param>
    /// <param name="referenceName">What the second is called.</param>
    /// <param name="reference">The second.</param>
    /// <param name="border">Pixels left out along every edge.</param>
    /// <param name="measures">The measures that need files.</param>
    /// <param name="sizeRemedy">What to do where their sizes differ; null where nobody knows.</param>
    /// <exception cref="FaultException">Their sizes differ, or they are too small.</exception>
    public static PictureScores Compare(
        string name, PixelBuffer picture, string referenceName, PixelBuffer reference, int border, PictureMeasures measures,
        string? sizeRemedy = null)
    {
        if (picture.Width != reference.Width || picture.Height != reference.Height)
        {
            throw new FaultException(
                ExitCode.BadInput,
                $"{name} has {picture.Width}×{picture.Height} pixels and {referenceName} {reference.Width}×{reference.Height}; only "
                    + $"pictures of the same size can be compared.",
                sizeRemedy);
        }

        int shorter = Math.Min(picture.Width, picture.Height);
        if (shorter < ImageQuality.WindowSize)
            throw TooSmall(ImageQuality.WindowSize, "SSIM");
        if (shorter - (2L * border) < ImageQuality.WindowSize)
        {
            throw new FaultException(
                ExitCode.Usage,
                $"--border {border} leaves too little of {name}, which has {picture.Width}×{picture.Height} pixels: SSIM needs "
                    + $"{ImageQuality.WindowSize}×{ImageQuality.WindowSize}.",
                $"Choose a border of at most {(shorter - ImageQuality.WindowSize) / 2}.");
        }

        if (measures.Lpips is { } lpips && shorter < lpips.SmallestSide)
            throw TooSmall(lpips.SmallestSide, "LPIPS");
        if (measures.LpipsVgg is { } vgg && shorter < vgg.SmallestSide)
            throw TooSmall(vgg.SmallestSide, "LPIPS on VGG-16");
        if (measures.Niqe is not null && shorter < NaturalImageQuality.BlockSize)
            throw TooSmall(NaturalImageQuality.BlockSize, "NIQE");
        var (first, second) = (PlanarImage.FromPixels(picture), PlanarImage.FromPixels(reference));
        return new PictureScores(
            ImageQuality.PsnrY(picture, reference, border), ImageQuality.Ssim(picture, reference, border),
            measures.Lpips?.Between(first, second),
            measures.LpipsVgg?.Between(first, second), measures.Niqe?.Score(first));

        FaultException TooSmall(int side, string measure) => new(
            ExitCode.BadInput, $"{name} has {picture.Width}×{picture.Height} pixels; {measure} needs {side}×{side} at least.");
    }
}
