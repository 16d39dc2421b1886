namespace SrPlugin.Client.Starting;

/// <summary>
/// A process that owes nothing to this one: no terminal, no console window, none of its open files, no pipe that could fill up. It lives on
/// when this process ends.
/// </summary>
internal abstract class DetachedProcess : IDisposable
{
    /// <summary>Its id.</summary>
    public abstract int Id { get; }

    /// <summary>Looks whether it ended.</summary>
    /// <param name="exitCode">What it returned, 128 and the signal's number if it was killed; -1 where nobody can tell.</param>
    public abstract bool HasExited(out int exitCode);

    /// <summary>Ends it at once.</summary>
    public abstract void Kill();

    public abstract void Dispose();

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its full path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">All its variables.</param>
    /// <param name="errorPath">Where it writes what it says before it can log; begun afresh. Unused on Windows, where there is nothing to
    /// write to.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static DetachedProcess Start(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string errorPath) =>
        OperatingSystem.IsWindows()
            ? WindowsDetachedProcess.Launch(program, arguments, environment)
            : UnixDetachedProcess.Launch(program, arguments, environment, errorPath);
}
