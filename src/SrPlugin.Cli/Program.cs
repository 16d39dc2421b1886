using SrPlugin.Cli;
using SrPlugin.Cli.Output;

using var interruption = new Interruption();
return SrPluginApplication.Run(args, CliConsole.OfProcess(), interruption.Token);
