namespace SrPlugin.Cli.Output;

/// <summary>What the stages of a job are called on the screen.</summary>
internal static class StageNames
{
    /// <param name="word">A stage in the words of <see cref="SrPlugin.Recipes.StageWords"/>.</param>
    public static string Of(string word) => word switch
    {
        "queued" => "waiting for the service",
        "loading" => "loading the model",
        "prepare" => "preparing",
        "estimate" => "estimating blur and noise",
        "tag" => "looking at the picture",
        "prompts" => "reading the prompts",
        "fold" => "adapting the weights",
        "encode" => "encoding",
        "control" or "denoise" => "restoring",
        "decode" => "decoding",
        "finish" => "finishing",
        _ => word,
    };
}
