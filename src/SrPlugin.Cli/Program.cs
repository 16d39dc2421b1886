using SrPlugin.Cli;
using SrPlugin.Cli.Output;
using SrPlugin.Protocol.Endpoints;

// Before anything else: what loads the other parts of the program opens files, too.
if (OpenFiles.FindFault() is { } fault)
{
    Console.Error.WriteLine("srplugin: " + fault);
    return (int)ExitCode.Usage;
}

using var interruption = new Interruption();
return SrPluginApplication.Run(args, CliConsole.OfProcess(), interruption.Token);
