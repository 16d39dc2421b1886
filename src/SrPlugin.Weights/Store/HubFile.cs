using System.Diagnostics.CodeAnalysis;

namespace SrPlugin.Weights.Store;

/// <summary>A file in a repository of Hugging Face: <c>https://huggingface.co/[spaces/]OWNER/NAME/resolve/REVISION/PATH</c>.</summary>
/// <param name="Kind">models or spaces, as in the API's paths.</param>
/// <param name="Repository">OWNER/NAME.</param>
/// <param name="Revision">A branch or commit.</param>
/// <param name="Path">The file's path in the repository.</param>
internal sealed record HubFile(string Kind, string Repository, string Revision, string Path)
{
    /// <summary>Gets the page that a person opens to read and accept the repository's terms.</summary>
    public Uri Page => new(DownloadOptions.PublicHub, $"{Prefix}{Repository}");

    private string Prefix => Kind == "models" ? "" : $"{Kind}/";

    /// <summary>Takes an address apart.</summary>
    /// <returns>False for an address that is not of this form.</returns>
    public static bool TryParse(Uri address, [NotNullWhen(true)] out HubFile? file)
    {
        file = null;
        if (address.Host != DownloadOptions.PublicHub.Host)
            return false;
        string[] parts = Uri.UnescapeDataString(address.AbsolutePath).TrimStart('/').Split('/');
        string kind = parts[0] is "spaces" or "datasets" ? parts[0] : "models";
        ReadOnlySpan<string> rest = parts.AsSpan(kind == "models" ? 0 : 1);
        if (rest.Length < 5 || rest[2] != "resolve")
            return false;
        file = new HubFile(kind, $"{rest[0]}/{rest[1]}", rest[3], string.Join('/', rest[4..].ToArray()));
        return true;
    }

    /// <summary>Gets the address of the API that describes the repository; its <c>sha</c> is the commit.</summary>
    public Uri DescriptionAddress(Uri endpoint) => new(endpoint, $"api/{Kind}/{Repository}/revision/{Uri.EscapeDataString(Revision)}");

    /// <summary>Gets the address of the API that lists the files of a commit.</summary>
    public Uri ListAddress(Uri endpoint, string commit) => new(endpoint, $"api/{Kind}/{Repository}/tree/{commit}?recursive=true");

    /// <summary>Gets the address of the file in a commit.</summary>
    public Uri FileAddress(Uri endpoint, string commit) =>
        new(endpoint, $"{Prefix}{Repository}/resolve/{commit}/{string.Join('/', Path.Split('/').Select(Uri.EscapeDataString))}");
}
