using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>A running GIMP that evaluates Script-Fu, through its Script-Fu server on this machine's loopback.</summary>
internal sealed class GimpSession : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly int _port;

    public GimpSession(GimpProfile profile, bool hasWindows = false, string? photo = null)
    {
        Profile = profile;
        _port = FreePort();
        string[] opened = photo is null ? [] : [photo];
        string server = profile.Version.Server(_port, profile.PathOf("script-fu.log"));
        _process = Process.Start(profile.Gimp(hasWindows, [.. opened, .. profile.Version.Interpreter, "-b", server]))!;
        _process.OutputDataReceived += Collect;
        _process.ErrorDataReceived += Collect;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        WaitForServer();
        _ = Evaluate(profile.Version.AllDefinitions);
    }

    public GimpProfile Profile { get; }

    /// <summary>What GIMP and its plug-ins wrote.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public int ProcessId => _process.Id;

    /// <summary>Evaluates an expression and gives its value as text.</summary>
    /// <exception cref="ScriptFuException">GIMP reports an error.</exception>
    public string Evaluate(string expression)
    {
        byte[] script = Encoding.UTF8.GetBytes(expression);
        using var client = new TcpClient { ReceiveTimeout = (int)Limit.TotalMilliseconds };
        client.Connect(IPAddress.Loopback, _port);
        using NetworkStream stream = client.GetStream();
        stream.Write([(byte)'G', (byte)(script.Length >> 8), (byte)script.Length, .. script]);
        byte[] head = new byte[4];
        stream.ReadExactly(head);
        byte[] body = new byte[(head[2] << 8) | head[3]];
        stream.ReadExactly(body);
        string answer = Encoding.UTF8.GetString(body);
        return head[1] == 0 ? answer : throw new ScriptFuException(answer);
    }

    /// <summary>Evaluates an expression whose value is a number.</summary>
    public double Number(string expression) =>
        double.Parse(Evaluate($"(number->string {expression})").Trim('"'), CultureInfo.InvariantCulture);

    /// <summary>Evaluates an expression that fails, and gives GIMP's message.</summary>
    public string Failure(string expression) => Should.Throw<ScriptFuException>(() => Evaluate(expression)).Message;

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private void WaitForServer()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"GIMP ended with {_process.ExitCode}: {Output}");
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, _port);
                return;
            }
            catch (SocketException) when (waited.Elapsed < Limit)
            {
                // It takes GIMP some seconds to get there, and it has no other way to say so.
                Thread.Sleep(100);
            }
        }
    }

    private void Collect(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
            _output.AppendLine(line.Data);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
