namespace SrPlugin.Inference.Jobs;

/// <summary>What a job does to the picture's size.</summary>
public enum UpscaleMode
{
    /// <summary>The picture keeps its size; the picture itself is what enters the network.</summary>
    Restore,

    /// <summary>The picture grows by the request's factor.</summary>
    Upscale,
}
