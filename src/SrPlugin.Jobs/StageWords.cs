using SrPlugin.Inference.Jobs;

namespace SrPlugin.Jobs;

/// <summary>The stages in the words of the wire.</summary>
public static class StageWords
{
    /// <summary>Before a job's turn.</summary>
    public const string Queued = "queued";

    /// <summary>The word for a stage of a job.</summary>
    public static string Of(JobStage stage) => stage switch
    {
        JobStage.Load => "loading",
        JobStage.Prepare => "prepare",
        JobStage.EstimateDegradation => "estimate",
        JobStage.Tag => "tag",
        JobStage.EncodePrompts => "prompts",
        JobStage.FoldWeights => "fold",
        JobStage.Encode => "encode",
        JobStage.Control => "control",
        JobStage.Denoise => "denoise",
        JobStage.Decode => "decode",
        JobStage.Finish => "finish",
        _ => stage.ToString().ToLowerInvariant(),
    };
}
