using SrPlugin.Cli.Faults;

namespace SrPlugin.Cli.Output;

/// <summary>A file that could not be worked on, as JSON.</summary>
internal sealed record FailureReport(string Input, bool Ok, int Code, string Error, string? Remedy)
{
    public FailureReport(string input, Fault fault)
        : this(input, false, (int)fault.Code, fault.Message, fault.Remedy)
    {
    }
}
