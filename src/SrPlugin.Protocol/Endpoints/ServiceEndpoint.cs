using System.Security.Cryptography;
using System.Text;

namespace SrPlugin.Protocol.Endpoints;

/// <summary>
/// Where the service listens: a Unix domain socket, or on Windows a named pipe. Client and service find the same one by themselves.
/// </summary>
public sealed record ServiceEndpoint
{
    /// <summary>Environment variable with another path of the socket, or another name of the pipe.</summary>
    public const string Variable = "SRPLUGIN_SOCKET";

    // sockaddr_un holds 108 bytes on Linux with the final zero, 104 on macOS; the service binds a name longer by one.
    private const int LongestSocketPath = 102;

    private ServiceEndpoint(string? socketPath, string? pipeName, string lockPath) =>
        (SocketPath, PipeName, LockPath) = (socketPath, pipeName, lockPath);

    /// <summary>Path of the socket; null on Windows.</summary>
    public string? SocketPath { get; }

    /// <summary>Name of the pipe, without <c>\\.\pipe\</c>; null elsewhere.</summary>
    public string? PipeName { get; }

    /// <summary>The file that the one running service holds locked. It is never deleted.</summary>
    public string LockPath { get; }

    /// <summary>The endpoint that <see cref="Variable"/> names, or the user's own.</summary>
    /// <exception cref="EndpointException">The path is relative or too long.</exception>
    public static ServiceEndpoint Resolve() => Parse(Environment.GetEnvironmentVariable(Variable));

    /// <summary>An endpoint by the path of its socket or the name of its pipe.</summary>
    /// <param name="name">Null or empty for the user's own.</param>
    /// <exception cref="EndpointException">The path is relative or too long, or the pipe's name is none.</exception>
    public static ServiceEndpoint Parse(string? name)
    {
        if (OperatingSystem.IsWindows())
            return Pipe(string.IsNullOrEmpty(name) ? $"srplugin-{UserHash()}" : name);
        string path = string.IsNullOrEmpty(name) ? Path.Combine(DefaultFolder(), "service.sock") : name;
        if (!Path.IsPathFullyQualified(path))
            throw new EndpointException($"The socket's path '{path}' is relative; give a full path.");
        path = Path.GetFullPath(path);
        if (Encoding.UTF8.GetByteCount(path) > LongestSocketPath)
            throw new EndpointException(
                $"The socket's path '{path}' is longer than the {LongestSocketPath} bytes a socket's address holds; set {Variable} to a "
                    + $"shorter one.");
        return new ServiceEndpoint(path, null, path + ".lock");
    }

    /// <inheritdoc/>
    public override string ToString() => SocketPath ?? $@"\\.\pipe\{PipeName}";

    private static ServiceEndpoint Pipe(string name)
    {
        const string Prefix = @"\\.\pipe\";
        if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            name = name[Prefix.Length..];
        if (name.Length is 0 or > 200 || name.AsSpan().ContainsAny("\\/:*?\"<>|") || name.Any(char.IsControl))
            throw new EndpointException($"'{name}' is no name of a pipe.");
        return new ServiceEndpoint(null, name, Path.Combine(UserFolders.State, name + ".lock"));
    }

    // The temporary folder is everybody's, but a folder in it that is ours alone is not.
    private static string DefaultFolder()
    {
        string? runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        return !string.IsNullOrEmpty(runtime) && Path.IsPathFullyQualified(runtime) && Directory.Exists(runtime)
            ? Path.Combine(runtime, "srplugin")
            : Path.Combine("/tmp", $"srplugin-{UnixOwner.CurrentUser}");
    }

    private static string UserHash()
    {
        if (!OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();
        using var identity = System.Security.Principal.WindowsIdentity.GetCurrent();
        string user = identity.User?.Value ?? identity.Name;
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(user)).AsSpan(0, 8)).ToLowerInvariant();
    }
}
