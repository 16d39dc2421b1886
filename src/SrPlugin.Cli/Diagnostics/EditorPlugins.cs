namespace SrPlugin.Cli.Diagnostics;

/// <summary>Finds the plug-ins that were installed for image editors.</summary>
internal static class EditorPlugins
{
    private static readonly EnumerationOptions _folders = new() { IgnoreInaccessible = true, MatchCasing = MatchCasing.CaseInsensitive };

    /// <summary>Gets a finding for every plug-in, or one for none.</summary>
    public static IEnumerable<Finding> All()
    {
        Finding[] found = [.. Gimp().Concat(PaintDotNet())];
        return found.Length > 0 ? found : [new Finding("plug-ins", "none found for GIMP or Paint.NET")];
    }

    // A folder for each version of GIMP, the user's and the system's.
    private static IEnumerable<Finding> Gimp()
    {
        string user = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        string flatpak = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".var", "app", "org.gimp.GIMP", "config");
        IEnumerable<string> versions = Children(Path.Combine(user, "GIMP")).Concat(Children(Path.Combine(flatpak, "GIMP")));
        if (!OperatingSystem.IsWindows())
            versions = versions.Concat(Children("/usr/lib").SelectMany(folder => Children(Path.Combine(folder, "gimp"))));
        foreach (string version in versions)
        {
            string plugin = Path.Combine(version, "plug-ins", "srplugin-gimp");
            if (Directory.Exists(plugin))
                yield return new Finding($"GIMP {Path.GetFileName(version)}", plugin);
        }
    }

    private static IEnumerable<Finding> PaintDotNet()
    {
        string documents = Environment.GetFolderPath(Environment.SpecialFolder.MyDocuments);
        if (!OperatingSystem.IsWindows() || documents.Length == 0)
            return [];
        string effects = Path.Combine(documents, "paint.net App Files", "Effects");
        return Directory.Exists(effects)
            ? Directory.EnumerateFiles(effects, "SrPlugin.PaintDotNet.dll", SearchOption.AllDirectories).Take(1)
                .Select(file => new Finding("Paint.NET", file))
            : [];
    }

    private static string[] Children(string folder) => Directory.Exists(folder) ? Directory.GetDirectories(folder, "*", _folders) : [];
}
