namespace SrPlugin.Cli.Faults;

/// <summary>A command cannot go on, for a reason that is already put in the user's words.</summary>
internal sealed class FaultException : Exception
{
    public FaultException(Fault fault, Exception? innerException = null)
        : base(fault.Message, innerException) => Fault = fault;

    public FaultException(ExitCode code, string message, string? remedy = null)
        : this(new Fault(code, message, remedy))
    {
    }

    public Fault Fault { get; }
}
