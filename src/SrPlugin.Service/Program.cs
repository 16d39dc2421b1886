using System.Text;
using SrPlugin.Service;
using SrPlugin.Service.Engines;

// The client reads what a service says that cannot start, and Windows would write it in the console's code page.
if (OperatingSystem.IsWindows())
    Console.OutputEncoding = Encoding.UTF8;

return await ServiceProgram.RunAsync(
    args, Environment.GetEnvironmentVariables(), (options, controls) => new RealEngine(options, controls), Console.Out, Console.Error);
