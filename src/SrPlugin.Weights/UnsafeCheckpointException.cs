namespace SrPlugin.Weights;

/// <summary>
/// A checkpoint asks for something that loading weights never needs: a Python function or class outside the allow-list,
/// or an instruction that would construct arbitrary objects. Nothing of it was executed.
/// </summary>
public sealed class UnsafeCheckpointException : WeightsFormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">The checkpoint.</param>
    /// <param name="refused">What was refused: the global's full name (<c>posix.system</c>) or the opcode's.</param>
    /// <param name="offset">Where in the file it stands.</param>
    public UnsafeCheckpointException(string file, string refused, long offset)
        : base(file, $"refused: the checkpoint's pickle asks for '{refused}', which weights do not need. Nothing was executed. " +
                     "Get the file from its official source, or as safetensors", offset) =>
        Refused = refused;

    /// <summary>What was refused: the global's full name (<c>posix.system</c>) or the opcode's.</summary>
    public string Refused { get; }
}
