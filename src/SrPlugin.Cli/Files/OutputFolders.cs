using SrPlugin.Cli.Faults;

namespace SrPlugin.Cli.Files;

/// <summary>Looks whether results can be written, before anybody waits for them.</summary>
internal static class OutputFolders
{
    /// <summary>Writes an empty file into every folder of a plan, or where the folder will be made, and deletes it.</summary>
    /// <exception cref="FaultException">A folder is read-only, or cannot be made.</exception>
    public static void Verify(IEnumerable<(string Input, string Output)> plan)
    {
        foreach (
            string folder in plan.Where(item => item.Output != PathNames.StandardStream)
                .Select(item => Path.GetDirectoryName(Path.GetFullPath(item.Output))!).Distinct())
        {
            try
            {
                Try(folder);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The message names a file that the user knows nothing of.
                throw new FaultException(
                    new Fault(
                        ExitCode.Output, $"Nothing can be written to {folder}: {Reason(exception)}", "Choose another folder with -o."),
                    exception);
            }
        }
    }

    private static void Try(string folder)
    {
        string existing = folder;
        while (!Directory.Exists(existing))
        {
            if (File.Exists(existing))
                throw new IOException($"{existing} is a file, no folder.");
            existing = Path.GetDirectoryName(existing) ?? throw new DirectoryNotFoundException($"There is no folder {folder}.");
        }

        string path = Path.Combine(existing, $".srplugin-{Path.GetRandomFileName()}");
        new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
    }

    private static string Reason(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no file can be made there.",
        UnauthorizedAccessException => "you may not write there.",
        _ => exception.Message.Split(" : '", 2)[0].TrimEnd('.') + '.',
    };
}
