using SrPlugin.Inference.Jobs;

namespace SrPlugin.Cli.Output;

/// <summary>What the stages of a job are called on the screen.</summary>
internal static class StageNames
{
    public static string Of(JobStage stage) => stage switch
    {
        JobStage.Prepare => "preparing",
        JobStage.EstimateDegradation => "estimating blur and noise",
        JobStage.EncodePrompts => "reading the prompts",
        JobStage.FoldWeights => "adapting the weights",
        JobStage.Encode => "encoding",
        JobStage.Denoise => "restoring",
        JobStage.Decode => "decoding",
        JobStage.Finish => "finishing",
        _ => stage.ToString(),
    };
}
