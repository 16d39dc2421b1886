using SrPlugin.Protocol;

namespace SrPlugin.Weights.Models;

/// <summary>A model's manifest or folder cannot be used as it is; every fault is listed.</summary>
public sealed class InvalidModelException : SrPluginException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The manifest or folder at fault.</param>
    /// <param name="faults">Everything that is wrong with it.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    public InvalidModelException(string path, IReadOnlyList<string> faults, Exception? innerException = null)
        : base(
            ErrorCode.ModelDamaged, $"{path} cannot be used: {string.Join("; ", faults)}. docs/models.md describes the layout of models.",
            innerException: innerException)
    {
        Path = path;
        Faults = faults;
    }

    /// <summary>The manifest or folder at fault.</summary>
    public string Path { get; }

    /// <summary>Everything that is wrong with it.</summary>
    public IReadOnlyList<string> Faults { get; }
}
