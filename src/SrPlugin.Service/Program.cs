using SrPlugin.Service;
using SrPlugin.Service.Engines;

return await ServiceProgram.RunAsync(
    args, Environment.GetEnvironmentVariables(), (options, controls) => new RealEngine(options, controls), Console.Out, Console.Error);
