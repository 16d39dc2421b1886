using SrPlugin.Inference.Jobs;

namespace SrPlugin.Cli.Output;

/// <summary>What the stages of a job are called on the screen.</summary>
internal static class StageNames
{
    public static string Of(JobStage stage) => stage switch
    {
        JobStage.Prepare => "preparing",
        JobStage.EstimateDegradation => "estimating blur and noise",
        JobStage.Tag => "looking at the picture",
        JobStage.EncodePrompts => "reading the prompts",
        JobStage.FoldWeights => "adapting the weights",
        JobStage.Encode => "encoding",
        JobStage.Control or JobStage.Denoise => "restoring",
        JobStage.Decode => "decoding",
        JobStage.Finish => "finishing",
        _ => stage.ToString(),
    };

    /// <param name="word">A stage as the service calls it.</param>
    public static string Of(string word) => word switch
    {
        "queued" => "waiting for the service",
        "loading" => "loading the model",
        "prepare" => Of(JobStage.Prepare),
        "estimate" => Of(JobStage.EstimateDegradation),
        "tag" => Of(JobStage.Tag),
        "prompts" => Of(JobStage.EncodePrompts),
        "fold" => Of(JobStage.FoldWeights),
        "encode" => Of(JobStage.Encode),
        "control" or "denoise" => Of(JobStage.Denoise),
        "decode" => Of(JobStage.Decode),
        "finish" => Of(JobStage.Finish),
        _ => word,
    };
}
