namespace SrPlugin.Recipes;

/// <summary>What the user can do about faults of the inference library: the same words in the service as on the command line.</summary>
public static class Remedies
{
    /// <summary>A native library is missing.</summary>
    public const string NativeLibrary = "Install SrPlugin again, then check with: srplugin doctor";

    /// <summary>Memory ran out.</summary>
    public const string Memory = "Select a smaller region, choose a smaller tile, or close other programs.";

    /// <summary>The model's files are not what they should be.</summary>
    public const string VerifyModel = "Verify the model's files with: srplugin models verify";

    /// <summary>An exception's message without what the tensor library's native part adds below it.</summary>
    public static string FirstLine(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Split('\n', 2)[0].TrimEnd();
    }
}
