using System.Text;

namespace SrPlugin.Service.Logs;

/// <summary>
/// A log that never grows beyond its size: <c>service.log</c>, and older ones as <c>service.1.log</c>, <c>service.2.log</c>. A full disk or
/// a lost folder costs lines, never a job; how many were lost is said as soon as writing works again. Serilog's file sink has neither the
/// file mode (its files are as open as the process's umask) nor the count of lost lines.
/// </summary>
internal sealed class RotatingLogFile : IDisposable
{
    private const string Name = "service";

    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly long _maxBytes;
    private readonly int _count;
    private FileStream? _stream;
    private long _lost;

    /// <summary>Creates the log; nothing is opened before the first line.</summary>
    /// <param name="folder">Made if need be, closed to others.</param>
    /// <param name="maxBytes">Size at which a file is put aside.</param>
    /// <param name="count">Files kept, the current one included.</param>
    public RotatingLogFile(string folder, long maxBytes, int count) => (_folder, _maxBytes, _count) = (folder, maxBytes, count);

    /// <summary>The file being written.</summary>
    public string Path => PathOf(0);

    /// <summary>Lines that could not be written so far and were not reported yet.</summary>
    public long LostLines => Interlocked.Read(ref _lost);

    /// <summary>Writes a line.</summary>
    public void WriteLine(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (_lock)
        {
            try
            {
                if (_stream is not null && _stream.Length + bytes.Length > _maxBytes)
                    Rotate();
                else if (_stream is not null && !File.Exists(Path))
                    Abandon(); // somebody tidied it away: what follows shall be found
                _stream ??= Open();
                if (_lost > 0)
                {
                    _stream.Write(
                        Encoding.UTF8.GetBytes($"{{\"level\":\"Warning\",\"message\":\"{_lost} lines could not be written\"}}\n"));
                    _stream.Flush();
                    _lost = 0;
                }

                _stream.Write(bytes);
                _stream.Flush();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                _lost++;
                Abandon();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
            Abandon();
    }

    private FileStream Open()
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(_folder);
        else
            Directory.CreateDirectory(_folder, Private | UnixFileMode.UserExecute);
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Private;
        return new FileStream(Path, options);
    }

    private void Rotate()
    {
        Abandon();
        for (int i = _count - 1; i > 0; i--)
        {
            if (File.Exists(PathOf(i - 1)))
                File.Move(PathOf(i - 1), PathOf(i), overwrite: true);
        }

        if (_count == 1)
            File.Delete(Path);
    }

    private void Abandon()
    {
        try
        {
            _stream?.Dispose();
        }
        catch (IOException)
        {
            // What could not be flushed to a full disk is lost already.
        }

        _stream = null;
    }

    private string PathOf(int age) => System.IO.Path.Combine(_folder, age == 0 ? $"{Name}.log" : $"{Name}.{age}.log");
}
