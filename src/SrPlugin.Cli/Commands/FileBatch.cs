using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Output;

namespace SrPlugin.Cli.Commands;

/// <summary>Does the same to one file after the other; a bad one does not stop the others.</summary>
internal sealed class FileBatch(CliConsole console, bool json)
{
    /// <summary>Runs the work on every file.</summary>
    /// <returns>0; the fault's code where the only file failed; 1 where some of several failed.</returns>
    public int Run(IReadOnlyList<string> files, Action<string> work)
    {
        var faults = new List<Fault>();
        foreach (string file in files)
        {
            try
            {
                work(file);
            }
#pragma warning disable CA1031 // The batch goes on with the next file, whatever was wrong with this one.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Fault fault = FaultCatalog.Describe(exception);
                faults.Add(fault);
                if (json)
                    CliJson.WriteLine(console.Out, new FailureReport(file, fault));
                // The only file's fault is reported by the process edge, with its stack trace where one is wanted.
                if (files.Count == 1)
                    throw;
                console.WriteFault(
                    fault.Message.Contains(file, StringComparison.Ordinal) ? fault : fault with { Message = $"{file}: {fault.Message}" });
            }
        }

        if (faults.Count > 0)
            console.Error.WriteLine($"{faults.Count} of {files.Count} files failed.");
        return (int)(faults.Count == 0 ? ExitCode.Ok : ExitCode.SomeFailed);
    }
}
