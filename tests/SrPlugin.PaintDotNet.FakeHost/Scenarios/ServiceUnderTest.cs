using SrPlugin.Client;

namespace SrPlugin.PaintDotNet.FakeHost.Scenarios;

/// <summary>A service of one test's own: its socket or pipe, its program, its end.</summary>
public sealed class ServiceUnderTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("srp-").FullName;

    /// <summary>Prepares a service; it starts at the first job.</summary>
    /// <param name="program">Its program; one that does not exist for a service that is not installed.</param>
    /// <param name="isTestEngine">Whether it only pretends to compute, with faults on demand.</param>
    public ServiceUnderTest(string program, bool isTestEngine)
    {
        IsTestEngine = isTestEngine;
        string name = Path.GetFileName(_folder);
        Options = new ClientOptions
        {
            ServicePath = program,
            Endpoint = OperatingSystem.IsWindows() ? name : Path.Combine(_folder, "s"),
            ServiceArguments = ["--device", "cpu"],
            ServiceEnvironment = new Dictionary<string, string>
            {
                ["SRPLUGIN_SERVICE_LOG_FOLDER"] = Path.Combine(_folder, "logs"),
                ["OMP_WAIT_POLICY"] = "passive",
            },
            StartTimeout = TimeSpan.FromMinutes(2),
            HangTimeout = TimeSpan.FromMinutes(1),
        };
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Client = new SrPluginClient(Options);
    }

    public bool IsTestEngine { get; }

    public ClientOptions Options { get; }

    /// <summary>A client beside the effect's own.</summary>
    public SrPluginClient Client { get; }

    /// <summary>What goes wrong halfway through a job, as a prompt for the test engine.</summary>
    public static string Fault(string fault) => $"!test fault={fault}";

    public void Dispose()
    {
        try
        {
            Client.ShutdownAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (ServiceException)
        {
            // Whatever listens there is no service that could be ended.
        }

        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // The service's last log line may still be on its way.
        }
    }
}
