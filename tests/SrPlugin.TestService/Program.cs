using SrPlugin.Protocol.Endpoints;
using SrPlugin.Service;
using SrPlugin.Service.Engines;
using SrPlugin.TestService;

TextWriter output = Console.Out;
Console.SetOut(Console.Error);
try
{
    var arguments = TestArguments.Parse(args, Environment.GetEnvironmentVariables());
    return await ServiceProgram.RunAsync(
        arguments.Others, arguments.OtherVariables,
        (options, controls) =>
            arguments.IsReal ? new RealEngine(options, controls) : new TestEngine(arguments.Behaviour, controls, options.ModelsFolder),
        output, Console.Error);
}
catch (FormatException exception)
{
    await Console.Error.WriteLineAsync($"srplugin-test-service: {exception.Message}");
    return (int)ServiceExitCode.InvalidOptions;
}
