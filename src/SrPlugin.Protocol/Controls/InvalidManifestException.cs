namespace SrPlugin.Protocol.Controls;

/// <summary>A file of plugin-manifest, or a user's preset, cannot be used; every fault is listed.</summary>
public sealed class InvalidManifestException : SrPluginException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">The file at fault.</param>
    /// <param name="faults">Everything that is wrong with it.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    public InvalidManifestException(string file, IReadOnlyList<string> faults, Exception? innerException = null)
        : base(ErrorCode.InvalidRequest, $"{file} cannot be used: {string.Join(' ', faults)}", innerException: innerException)
    {
        File = file;
        Faults = faults;
    }

    /// <summary>The file at fault.</summary>
    public string File { get; }

    /// <summary>Everything that is wrong with it.</summary>
    public IReadOnlyList<string> Faults { get; }
}
