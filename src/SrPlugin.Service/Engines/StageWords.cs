using SrPlugin.Inference.Jobs;

namespace SrPlugin.Service.Engines;

/// <summary>The stages in the words of the wire.</summary>
internal static class StageWords
{
    public const string Queued = "queued";
    public const string Loading = "loading";

    public static string Of(JobStage stage) => stage switch
    {
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
