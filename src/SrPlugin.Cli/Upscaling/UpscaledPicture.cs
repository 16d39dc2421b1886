using SrPlugin.Imaging;
using SrPlugin.Protocol;

namespace SrPlugin.Cli.Upscaling;

/// <summary>What became of a <see cref="SrPlugin.Jobs.JobPicture"/>.</summary>
/// <param name="Pixels">The picture.</param>
/// <param name="Note">How it was made.</param>
/// <param name="Stages">Seconds of every stage; null where the service did the work.</param>
internal sealed record UpscaledPicture(PixelBuffer Pixels, RecipeNote Note, IReadOnlyDictionary<string, double>? Stages);
