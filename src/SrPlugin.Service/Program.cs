using SrPlugin.Service;

return await ServiceProgram.RunAsync(args, Environment.GetEnvironmentVariables(), Console.Out, Console.Error);
