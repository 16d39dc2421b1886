using SrPlugin.Cli.Faults;
using SrPlugin.Imaging;
using SrPlugin.Inference.Metrics;

namespace SrPlugin.Cli.Evaluation;

/// <summary>The measures that need files: what is null is not measured.</summary>
internal sealed record PictureMeasures : IDisposable
{
    /// <summary>Gets LPIPS on AlexNet.</summary>
    public PerceptualDistance? Lpips { get; init; }

    /// <summary>Gets LPIPS on VGG-16.</summary>
    public PerceptualDistance? LpipsVgg { get; init; }

    /// <summary>Gets NIQE.</summary>
    public NaturalImageQuality? Niqe { get; init; }

    /// <summary>Loads the files.</summary>
    /// <param name="lpips">Weights of LPIPS on AlexNet.</param>
    /// <param name="lpipsVgg">Weights of LPIPS on VGG-16, in one file or two.</param>
    /// <param name="niqe">NIQE's statistics of undamaged photos.</param>
    /// <exception cref="FaultException">A file is not what it should be.</exception>
    public static PictureMeasures Load(string? lpips, IReadOnlyList<string> lpipsVgg, string? niqe) =>
        FaultCatalog.Within(ExitCode.Model, () => new PictureMeasures
    {
        Lpips = lpips is null ? null : PerceptualDistance.Load(lpips),
        LpipsVgg = lpipsVgg.Count == 0 ? null : PerceptualDistance.Load(lpipsVgg),
        Niqe = niqe is null ? null : NiqeParameters.Load(niqe),
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        Lpips?.Dispose();
        LpipsVgg?.Dispose();
    }
}
