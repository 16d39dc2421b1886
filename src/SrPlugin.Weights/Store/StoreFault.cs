namespace SrPlugin.Weights.Store;

/// <summary>The reasons for which the model store fails.</summary>
public enum StoreFault
{
    /// <summary>The catalogue has no model of this id.</summary>
    UnknownModel,

    /// <summary>A licence was not accepted.</summary>
    LicenceNotAccepted,

    /// <summary>Files have to be downloaded with a browser and imported.</summary>
    FilesMissing,

    /// <summary>A file could not be downloaded from any of its sources.</summary>
    DownloadFailed,

    /// <summary>A file is not what is known of it.</summary>
    WrongContent,

    /// <summary>There is not enough space.</summary>
    DiskFull,

    /// <summary>A folder is in the way, or a model cannot be removed.</summary>
    FolderInTheWay,
}
