using System.CommandLine;
using System.Globalization;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Diagnostics;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Output;
using SrPlugin.Client;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Endpoints;

namespace SrPlugin.Cli.Commands;

/// <summary><c>srplugin service start|stop|status|top|log</c>.</summary>
internal sealed class ServiceCommand(
    CliConsole console, ServiceTop top, ClientOptions clientOptions, CommandCancellation cancellation) : ICliCommand
{
    public Command Build()
    {
        var options = new Argument<string[]>("OPTION")
        {
            Description = "Options for the service, after --; see srplugin-service --help.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<bool> json = SharedOptions.Json();
        var lines =
            new Option<int>("--lines") { Description = "How many of the last lines.", HelpName = "N", DefaultValueFactory = _ => 50 };
        lines.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int>() < 1)
                result.AddError("--lines must be at least 1.");
        });

        var start = new Command("start", "Start the service unless it runs.") { options, json };
        start.SetAction(parsed => Start(parsed.GetValue(options) ?? [], parsed.GetValue(json)));
        var stop = new Command("stop", "End the service; a hung one is killed.") { json };
        stop.SetAction(parsed => Stop(parsed.GetValue(json)));
        var status = new Command("status", "Say how the service is. Returns 1 when none runs.") { json };
        status.SetAction(parsed => Status(parsed.GetValue(json)));
        var once = new Option<bool>("--once") { Description = "Print it once and end." };
        var watch = new Command("top", "Show the service and its jobs, once a second; q ends.") { once };
        watch.SetAction(parsed => top.Run(Client([]), parsed.GetValue(once)));
        var log = new Command("log", "Print the end of the service's log.") { lines };
        log.SetAction(parsed => Log(parsed.GetValue(lines)));
        return new Command("service", "Start, end and watch the service that editors share.") { start, stop, status, watch, log };
    }

    private int Start(string[] options, bool json)
    {
        SrPluginClient client = Client(options);
        ServiceHealth? before = client.GetHealthAsync(cancellation.Token).GetAwaiter().GetResult();
        ServiceHealth health = client.StartAsync(cancellation.Token).GetAwaiter().GetResult();
        if (before is not null && options.Length > 0)
            console.Error.WriteLine("srplugin: the service was running already; its options stay as they are.");
        if (json)
        {
            CliJson.WriteLine(console.Out, new { ok = true, started = before is null, endpoint = client.Endpoint.ToString(), health });
        }
        else
        {
            string how = before is null ? "was started" : "runs already";
            console.Out.WriteLine($"The service {health.Version} {how} as process {health.ProcessId} and listens at {client.Endpoint}.");
        }

        return (int)ExitCode.Ok;
    }

    private int Stop(bool json)
    {
        bool wasRunning = Client([]).ShutdownAsync(cancellation.Token).GetAwaiter().GetResult();
        if (json)
            CliJson.WriteLine(console.Out, new { ok = true, stopped = wasRunning });
        else
            console.Out.WriteLine(wasRunning ? "The service has ended." : "No service was running.");
        return (int)ExitCode.Ok;
    }

    private int Status(bool json)
    {
        SrPluginClient client = Client([]);
        ServiceHealth? health = client.GetHealthAsync(cancellation.Token).GetAwaiter().GetResult();
        if (json)
            CliJson.WriteLine(console.Out, new { ok = health is not null, endpoint = client.Endpoint.ToString(), health });
        else if (health is null)
            console.Out.WriteLine($"No service listens at {client.Endpoint}.");
        else
            Describe(client.Endpoint, health);
        return (int)(health is null ? ExitCode.SomeFailed : ExitCode.Ok);
    }

    private void Describe(ServiceEndpoint endpoint, ServiceHealth health)
    {
        Line("Endpoint", $"{endpoint}");
        Line("Version", $"{health.Version}, protocol {health.ProtocolVersion}");
        TimeSpan uptime = TimeSpan.FromSeconds(Math.Round(health.UptimeSeconds));
        Line("Process", $"{health.ProcessId}, up for {uptime}, {health.ProcessBytes / 1048576.0:0} MiB");
        Line("Engine", $"{health.Engine} on {health.Device}");
        string waiting = string.Create(CultureInfo.InvariantCulture, $"{health.QueuedJobs} of {health.QueueCapacity} waiting");
        Line("Jobs", $"{health.RunningJobs} running, {waiting}, {health.CompletedJobs} completed, {health.FailedJobs} failed");
        Line("Models in memory", $"{(health.ResidentModels.Count == 0 ? "none" : string.Join(", ", health.ResidentModels))}");
        Line("Memory", $"{health.AvailableBytes / 1073741824.0:0.0} of {health.MachineBytes / 1073741824.0:0.0} GiB available");

        void Line(string name, FormattableString value) =>
            console.Out.WriteLine($"{name,-16}  {value.ToString(CultureInfo.InvariantCulture)}");
    }

    private int Log(int count)
    {
        string path = ServiceLog.Find(clientOptions, cancellation.Token);
        if (!File.Exists(path))
            throw new FaultException(
                ExitCode.BadInput, $"There is no log {path}.", "The service writes it once it runs: srplugin service start");
        FaultCatalog.Within(ExitCode.BadInput, () =>
        {
            // The service goes on writing meanwhile.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            var last = new Queue<string>();
            while (reader.ReadLine() is { } line)
            {
                last.Enqueue(line);
                if (last.Count > count)
                    last.Dequeue();
            }

            foreach (string line in last)
                console.Out.WriteLine(line);
            return true;
        });
        return (int)ExitCode.Ok;
    }

    private SrPluginClient Client(string[] options) =>
        new(clientOptions with { ServiceArguments = [.. clientOptions.ServiceArguments, .. options] });
}
