using System.Text;
using SrPlugin.Service;
using SrPlugin.Service.Engines;

// The client reads what a service says that cannot start, and Windows would write it in the console's code page.
if (OperatingSystem.IsWindows())
    Console.OutputEncoding = Encoding.UTF8;

TextWriter output = Console.Out;
// Libraries that write to the console (TorchSharp does) must not mix with what the service says.
Console.SetOut(Console.Error);
return await ServiceProgram.RunAsync(
    args, Environment.GetEnvironmentVariables(), (options, controls) => new RealEngine(options, controls), output, Console.Error);
