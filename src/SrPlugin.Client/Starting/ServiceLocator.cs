using System.Diagnostics.CodeAnalysis;
using SrPlugin.Protocol;

namespace SrPlugin.Client.Starting;

/// <summary>Finds the service's program.</summary>
internal static class ServiceLocator
{
    /// <summary>Environment variable with the program's path.</summary>
    public const string Variable = "SRPLUGIN_SERVICE";

    private const string ProgramName = "srplugin-service";

    /// <summary>Looks for the program: the path given, the environment, beside the host's files, the installation folders.</summary>
    /// <param name="given">What the host's options name; null where they do not.</param>
    /// <exception cref="ServiceException">It is nowhere; every place is listed. What is named expressly is not replaced by
    /// another.</exception>
    public static string Find(string? given) => Find(given, Environment.GetEnvironmentVariable(Variable), Folders());

    internal static string Find(string? given, string? fromEnvironment, IEnumerable<string> folders)
    {
        string? named = given ?? (string.IsNullOrEmpty(fromEnvironment) ? null : fromEnvironment);
        if (named is not null)
        {
            if (File.Exists(named))
                return Path.GetFullPath(named);
            string by = given is not null ? "The host" : Variable;
            throw new ServiceException(
                ErrorCode.ServiceMissing, $"{by} names {named} as the service's program, but there is no such file.",
                $"Correct the path, or install SrPlugin's service and leave {Variable} out.");
        }

        string file = OperatingSystem.IsWindows() ? ProgramName + ".exe" : ProgramName;
        List<string> places = [
            .. folders.SelectMany(folder => (string[])[Path.Combine(folder, file), Path.Combine(folder, "service", file)])
        ];
        return places.Find(File.Exists) ?? throw new ServiceException(
            ErrorCode.ServiceMissing,
            $"SrPlugin's service is not installed. Looked for {string.Join(", ", places)}.",
            $"Install it, or name the program in the environment variable {Variable}.");
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "The program's own folder follows.")]
    private static IEnumerable<string> Folders()
    {
        var folders = new List<string>();
        // A plug-in lies in its own folder, which is not the one of the program that loaded it. Empty in a single-file program.
        if (Path.GetDirectoryName(typeof(ServiceLocator).Assembly.Location) is { Length: > 0 } own)
            folders.Add(own);
        folders.Add(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string local = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (local is { Length: > 0 } data)
            folders.Add(Path.Combine(data, "srplugin"));
        if (OperatingSystem.IsWindows())
            folders.Add(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "SrPlugin"));
        else
            folders.AddRange(["/usr/local/lib/srplugin", "/usr/lib/srplugin"]);
        return folders.Distinct(StringComparer.Ordinal);
    }
}
