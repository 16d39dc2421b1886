using System.CommandLine;
using SrPlugin.Cli.Faults;
using SrPlugin.Imaging;
using SrPlugin.Inference.Metrics;

namespace SrPlugin.Cli.Evaluation;

/// <summary>Measures how alike two pictures are, for every command that does.</summary>
internal static class PictureComparison
{
    /// <summary>The option that leaves the edges out.</summary>
    public static Option<int> Border()
    {
        var border = new Option<int>("--border") { Description = "Pixels at every edge that PSNR and SSIM leave out. [default: 0]", HelpName = "N" };
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
    /// <param name="distance">LPIPS; null without it.</param>
    /// <param name="sizeRemedy">What to do where their sizes differ; null where nobody knows.</param>
    /// <exception cref="FaultException">Their sizes differ, or they are too small.</exception>
    public static PictureScores Compare(
        string name, PixelBuffer picture, string referenceName, PixelBuffer reference, int border, PerceptualDistance? distance, string? sizeRemedy = null)
    {
        if (picture.Width != reference.Width || picture.Height != reference.Height)
        {
            throw new FaultException(
                ExitCode.BadInput,
                $"{name} has {picture.Width}×{picture.Height} pixels and {referenceName} {reference.Width}×{reference.Height}; only pictures of the same size can be compared.",
                sizeRemedy);
        }

        int shorter = Math.Min(picture.Width, picture.Height);
        if (shorter < ImageQuality.WindowSize)
            throw TooSmall(ImageQuality.WindowSize, "SSIM");
        if (shorter - (2L * border) < ImageQuality.WindowSize)
        {
            throw new FaultException(
                ExitCode.Usage,
                $"--border {border} leaves too little of {name}, which has {picture.Width}×{picture.Height} pixels: SSIM needs {ImageQuality.WindowSize}×{ImageQuality.WindowSize}.",
                $"Choose a border of at most {(shorter - ImageQuality.WindowSize) / 2}.");
        }

        if (distance is not null && shorter < distance.SmallestSide)
            throw TooSmall(distance.SmallestSide, "LPIPS");
        return new PictureScores(
            ImageQuality.PsnrY(picture, reference, border), ImageQuality.Ssim(picture, reference, border),
            distance?.Between(PlanarImage.FromPixels(picture), PlanarImage.FromPixels(reference)));

        FaultException TooSmall(int side, string measure) => new(
            ExitCode.BadInput, $"{name} has {picture.Width}×{picture.Height} pixels; {measure} needs {side}×{side} at least.");
    }
}
