using System.Globalization;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.Client;

/// <summary>Describes models that are here or can be downloaded: the same words in every host.</summary>
public static class ModelText
{
    /// <summary>Gets the state of a model that the service has, in a few words.</summary>
    /// <param name="model">The model.</param>
    public static string State(ModelDescription model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Problem is not null ? "not usable" : model.IsBuiltIn ? "built in" : "installed";
    }

    /// <summary>Gets the state of a model that is not installed, in a few words.</summary>
    /// <param name="entry">The model.</param>
    public static string State(CatalogueEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Installation is { } progress ? $"arriving{Percent(progress)}" : $"needs {ByteText.Of(entry.DownloadBytes)}: get…";
    }

    /// <summary>Gets what a model takes: the download, and the space on the disk.</summary>
    /// <param name="entry">The model.</param>
    public static string Needs(CatalogueEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string free = entry.FreeBytes is { } bytes ? $" ({ByteText.Of(bytes)} are free)" : "";
        return $"Download: {ByteText.Of(entry.DownloadBytes)}. Space on the disk: {ByteText.Of(entry.NeededBytes)}{free}.";
    }

    /// <summary>Gets a licence in plain words.</summary>
    /// <param name="terms">The licence.</param>
    public static string Licence(LicenceTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return $"Licence of {terms.Subject}: {terms.Name}. {terms.Terms}";
    }

    /// <summary>Gets how far a download is.</summary>
    /// <param name="progress">The progress.</param>
    public static string Progress(InstallationProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return progress.Stage switch
        {
            "waiting" => "Waiting for another program that downloads the same model…",
            "asking" => "Asking for sizes…",
            "downloading" =>
                $"Downloading{Percent(progress)}: {ByteText.Of(progress.CompletedBytes)} of "
                    + $"{ByteText.Of(progress.TotalBytes)}{Speed(progress)}",
            "importing" => $"Copying{Percent(progress)}…",
            "converting" => $"Converting{Percent(progress)}…",
            "checking" => $"Checking{Percent(progress)}…",
            _ => $"{progress.Stage}{Percent(progress)}…",
        };
    }

    private static string Percent(InstallationProgress progress) => progress.TotalBytes > 0
        ? string.Create(CultureInfo.InvariantCulture, $" {100.0 * progress.CompletedBytes / progress.TotalBytes:0} %")
        : "";

    private static string Speed(InstallationProgress progress) =>
        progress.BytesPerSecond <= 0 ? "" : $", {ByteText.Of(progress.BytesPerSecond)}/s{RemainingTimeText.Of(progress.SecondsLeft)}";
}
