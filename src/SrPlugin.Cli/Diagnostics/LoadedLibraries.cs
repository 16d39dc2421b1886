using System.Text.RegularExpressions;

namespace SrPlugin.Cli.Diagnostics;

/// <summary>The native libraries that this process has loaded, as the operating system knows them.</summary>
internal static class LoadedLibraries
{
    /// <summary>Paths of the loaded libraries whose file name matches, links resolved, so that the name carries the version.</summary>
    /// <param name="namePattern">A regular expression over file names.</param>
    public static IReadOnlyList<string> Matching(string namePattern)
    {
        const string Maps = "/proc/self/maps";
        if (!OperatingSystem.IsLinux())
        {
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return [
                .. process.Modules.Cast<System.Diagnostics.ProcessModule>().Select(module => module.FileName).Where(IsMatch).Distinct()
            ];
        }

        return [
            .. File.ReadLines(Maps).Select(line => line.IndexOf('/') is >= 0 and var slash ? line[slash..] : "").Where(IsMatch)
                .Distinct().Order(StringComparer.Ordinal)
        ];

        bool IsMatch(string path) => path.Length > 0 && Regex.IsMatch(Path.GetFileName(path), namePattern, RegexOptions.IgnoreCase);
    }
}
