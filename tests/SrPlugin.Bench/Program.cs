using SrPlugin.Bench;
using SrPlugin.Cli;
using SrPlugin.Cli.Output;

using var interruption = new Interruption();
return BenchProgram.Run(args, CliConsole.OfProcess(), interruption.Token);
