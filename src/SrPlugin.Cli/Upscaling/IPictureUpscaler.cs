using SrPlugin.Imaging;
using SrPlugin.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Cli.Upscaling;

/// <summary>Works on the pictures of a batch: in this process, or by the service.</summary>
internal interface IPictureUpscaler : IDisposable
{
    /// <summary>Works on one picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="changes">Settings that differ from those of the batch for this picture; null for none.</param>
    /// <param name="progress">Told of every tile.</param>
    /// <param name="cancellationToken">Stops within a tile.</param>
    UpscaledPicture Run(JobPicture picture, Recipe? changes, IProgress<WorkProgress> progress, CancellationToken cancellationToken);

    /// <summary>Gets the complete settings; null where another process works.</summary>
    Recipe? Recipe { get; }

    /// <summary>Gets the SHA-256 over the model's files; empty where another process works.</summary>
    string ModelHash { get; }

    /// <summary>
    /// Gets how a picture is cut into parts that give what the whole gives (<see cref="JobRunner.PartsOf"/>); null where another process
    /// works.
    /// </summary>
    (int Context, int WorkingFactor)? Parts { get; }

    /// <summary>Fills in the scores that the settings leave open, for a picture that is not in memory.</summary>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="read">Reads a part.</param>
    /// <param name="cancellationToken">Stops between two parts.</param>
    /// <exception cref="NotSupportedException">Another process works.</exception>
    Recipe WithScores(int width, int height, Func<PixelRectangle, PixelBuffer> read, CancellationToken cancellationToken);

    /// <summary>Makes the note of a picture.</summary>
    /// <param name="used">The settings that were used, scores included.</param>
    /// <exception cref="NotSupportedException">Another process works.</exception>
    RecipeNote NoteOf(Recipe used);

    /// <summary>Estimates the memory that a picture takes beside the model.</summary>
    /// <param name="pixels">Its pixels.</param>
    /// <returns>Bytes; null where another process works.</returns>
    double? EstimateMemory(double pixels);
}
