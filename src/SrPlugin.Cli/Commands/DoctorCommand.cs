using System.CommandLine;
using SrPlugin.Cli.Diagnostics;
using SrPlugin.Cli.Output;

namespace SrPlugin.Cli.Commands;

/// <summary><c>srplugin doctor</c>: one report to paste into a bug report.</summary>
internal sealed class DoctorCommand(CliConsole console, DoctorReport report) : ICliCommand
{
    public Command Build()
    {
        Option<bool> json = SharedOptions.Json();
        var command = new Command("doctor", "Report what the program found on this machine, and what is missing.") { json };
        command.SetAction(parsed => Run(parsed.GetValue(json)));
        return command;
    }

    private int Run(bool json)
    {
        IReadOnlyList<Finding> findings = report.Create();
        bool isHealthy = findings.All(finding => !finding.IsFault);
        if (json)
        {
            CliJson.WriteLine(console.Out, new { ok = isHealthy, findings });
        }
        else
        {
            int width = findings.Max(finding => finding.Name.Length);
            foreach (Finding finding in findings)
            {
                console.Out.WriteLine($"{(finding.IsFault ? "✗" : " ")} {finding.Name.PadRight(width)}  {finding.Value}");
                if (finding.Remedy is not null)
                    console.Out.WriteLine($"  {"".PadRight(width)}  → {finding.Remedy}");
            }
        }

        return (int)(isHealthy ? ExitCode.Ok : ExitCode.SomeFailed);
    }
}
