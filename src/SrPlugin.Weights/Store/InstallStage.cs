namespace SrPlugin.Weights.Store;

/// <summary>The stages of an installation.</summary>
public enum InstallStage
{
    /// <summary>Another process installs the same model.</summary>
    Waiting,

    /// <summary>The servers are asked for sizes and hashes.</summary>
    Asking,

    /// <summary>Files are arriving.</summary>
    Downloading,

    /// <summary>Files that were given are recognised and copied.</summary>
    Importing,

    /// <summary>A checkpoint is written as safetensors.</summary>
    Converting,

    /// <summary>The files are read once more and compared with their hashes.</summary>
    Checking,
}
