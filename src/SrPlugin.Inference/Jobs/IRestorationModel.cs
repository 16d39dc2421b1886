namespace SrPlugin.Inference.Jobs;

/// <summary>A loaded model of any family. Disposing it frees the weights.</summary>
public interface IRestorationModel : IImageRestorer, IDisposable
{
    /// <summary>The device as a user would write it: <c>cpu</c>, <c>cuda:0</c>.</summary>
    string DeviceName { get; }

    /// <summary>
    /// Gets or sets the bytes that feature maps may take on the device before pictures are cut up; null for the device's default.
    /// </summary>
    long? MemoryBudget { get; set; }

    /// <summary>Prompts whose embeddings are cached; each keeps one tensor alive.</summary>
    int CachedPromptCount { get; }
}
