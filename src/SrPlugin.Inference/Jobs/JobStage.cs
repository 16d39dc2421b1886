namespace SrPlugin.Inference.Jobs;

/// <summary>The stages of a job, in the order they run. A model of several steps runs some of them once a step.</summary>
public enum JobStage
{
    /// <summary>Loading the model, unless it is in memory.</summary>
    Load,

    /// <summary>Cutting out the region, bleeding colour under transparent pixels, upsampling.</summary>
    Prepare,

    /// <summary>Estimating blur and noise of the source.</summary>
    EstimateDegradation,

    /// <summary>Looking at the picture: its tags and image tokens.</summary>
    Tag,

    /// <summary>Computing the prompts' embeddings, unless they are cached.</summary>
    EncodePrompts,

    /// <summary>Folding the LoRA that belongs to the degradation score into the weights.</summary>
    FoldWeights,

    /// <summary>The VAE's encoder.</summary>
    Encode,

    /// <summary>The ControlNet, tile by tile.</summary>
    Control,

    /// <summary>The UNet, tile by tile.</summary>
    Denoise,

    /// <summary>The VAE's decoder.</summary>
    Decode,

    /// <summary>Colour fix, resampling, alpha and compositing.</summary>
    Finish,
}
