using System.Collections;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Endpoints;
using SrPlugin.Service.Engines;
using SrPlugin.Service.Hosting;
using SrPlugin.Service.Jobs;
using SrPlugin.Service.Options;

namespace SrPlugin.Service;

/// <summary>The whole program, as a function.</summary>
internal static partial class ServiceProgram
{
    /// <summary>Printed to standard output, followed by the endpoint, as soon as connections are taken.</summary>
    public const string ReadyLine = "listening on ";

    private static readonly TimeSpan _startPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _endPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _hungPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _answerPatience = TimeSpan.FromSeconds(2);

    /// <summary>Serves until the end.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="createEngine">Creates the engine.</param>
    /// <param name="output">Gets the line that says where it listens.</param>
    /// <param name="error">Gets what is wrong.</param>
    /// <returns>One of <see cref="ServiceExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, IDictionary environment, Func<ServiceOptions, ControlManifest, IEngine> createEngine,
        TextWriter output, TextWriter error)
    {
        if (arguments is ["--help"] or ["-h"])
        {
            WriteHelp(output);
            return (int)ServiceExitCode.Ok;
        }

        if (arguments is ["--version"])
        {
            await output.WriteLineAsync(ProgramVersion.Text).ConfigureAwait(false);
            return (int)ServiceExitCode.Ok;
        }

        (ServiceOptions options, IReadOnlyList<string> faults) = OptionsReader.Read(arguments, environment);
        if (faults.Count > 0)
        {
            foreach (string fault in faults)
                await error.WriteLineAsync($"srplugin-service: {fault}").ConfigureAwait(false);
            await error.WriteLineAsync("  See srplugin-service --help.").ConfigureAwait(false);
            return (int)ServiceExitCode.InvalidOptions;
        }

        if (OpenFiles.FindFault() is { } fewFiles)
        {
            await error.WriteLineAsync($"srplugin-service: {fewFiles}").ConfigureAwait(false);
            return (int)ServiceExitCode.InvalidOptions;
        }

        if (!OperatingSystem.IsWindows())
            _ = SetCreationMask(0b000_111_111); // what this process makes is its user's alone
        try
        {
            ServiceEndpoint endpoint = options.Socket is { } given ? ServiceEndpoint.Parse(given) : ServiceEndpoint.Resolve();
            PrivateFolder.Create(Path.GetDirectoryName(endpoint.LockPath)!);
            using InstanceLock? instance = await InstanceLock.AcquireAsync(endpoint, _startPatience, TimeProvider.System)
                .ConfigureAwait(false);
            return instance is null
                ? (int)ServiceExitCode.AlreadyRunning
                : (int)await ServeAsync(options, endpoint, createEngine, output).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is EndpointException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"srplugin-service: {exception.Message}").ConfigureAwait(false);
            return (int)ServiceExitCode.EndpointRefused;
        }
    }

    private static async Task<ServiceExitCode> ServeAsync(
        ServiceOptions options, ServiceEndpoint endpoint, Func<ServiceOptions, ControlManifest, IEngine> createEngine, TextWriter output)
    {
        WebApplication application = ServiceApplication.Create(options, endpoint, createEngine);
        await using (application.ConfigureAwait(false))
        {
            ServiceShutdown end = application.Services.GetRequiredService<ServiceShutdown>();
            using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Leave(context, end));
            using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Leave(context, end));
            using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Leave(context, end));
            await ServiceApplication.StartAsync(application).ConfigureAwait(false);
            ILogger log = application.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ServiceProgram));
            log.LogInformation(
                "Version {Version} listens on {Endpoint} as process {Process} with the {Engine} engine",
                ProgramVersion.Text, endpoint, Environment.ProcessId, application.Services.GetRequiredService<IEngine>().Name);
            await output.WriteLineAsync(ReadyLine + endpoint).ConfigureAwait(false);
            await output.FlushAsync().ConfigureAwait(false);
            ServiceExitCode code = await end.Begun.ConfigureAwait(false);
            await EndAsync(application, code == ServiceExitCode.Ok ? _endPatience : _hungPatience).ConfigureAwait(false);
            return code;
        }
    }

    // First jobs are refused, stopped and told about, and only then the connections closed.
    private static async Task EndAsync(WebApplication application, TimeSpan patience)
    {
        application.Services.GetRequiredService<SocketFile>().Remove();
        application.Services.GetRequiredService<JobRegistry>().StopAll(ServiceShutdown.ShuttingDown);
        InferenceThread thread = application.Services.GetRequiredService<InferenceThread>();
        bool isFree = await Task.Run(() => thread.Join(patience)).ConfigureAwait(false);
        using var answers = new CancellationTokenSource(_answerPatience);
        await application.StopAsync(answers.Token).ConfigureAwait(false);

        // Weights in use by a thread that hangs must stay: the process' end frees them.
        if (!isFree)
            Environment.Exit((int)ServiceExitCode.Failed);
    }

    private static void Leave(PosixSignalContext context, ServiceShutdown end)
    {
        context.Cancel = true;
        end.Begin($"of signal {context.Signal}");
    }

    private static void WriteHelp(TextWriter output)
    {
        output.WriteLine("srplugin-service: runs SrPlugin's jobs for all hosts of this user. Usually started by them.");
        output.WriteLine();
        output.WriteLine(
            $"Options (also {OptionsReader.VariablePrefix}… in the environment, and camelCase keys in {OptionsReader.DefaultFile}):");
        output.WriteLine("  --config FILE         Read this file instead.");
        foreach ((string name, string help) in OptionsReader.Describe())
            output.WriteLine($"  --{name,-18}  {help}");
        output.WriteLine("  --help, --version");
        output.WriteLine();
        output.WriteLine(
            "Exit codes: 0 ended as asked or idle, 1 failed, 2 wrong options, 3 another one serves already, 4 the socket's folder is "
                + "refused.");
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetCreationMask(uint mask);
}
