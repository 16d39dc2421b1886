namespace SrPlugin.Protocol;

/// <summary>What the stages of a job are called where people read them: the same words in every host.</summary>
public static class StageNames
{
    /// <summary>A stage in a few lower-case words; the word itself where a later service sends one that is not known here.</summary>
    /// <param name="word">A <see cref="JobProgress.Stage"/>.</param>
    public static string Of(string word) => word switch
    {
        "queued" => "waiting for other jobs",
        "loading" => "loading the model",
        "prepare" => "preparing",
        "estimate" => "estimating blur and noise",
        "tag" => "looking at the picture",
        "prompts" => "reading the prompts",
        "fold" => "tuning the model to the picture",
        "encode" => "encoding",
        "control" or "denoise" => "restoring",
        "decode" => "decoding",
        "finish" => "finishing",
        _ => word,
    };
}
