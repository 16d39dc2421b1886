using System.Globalization;
using System.Runtime.InteropServices;

namespace SrPlugin.Protocol.Endpoints;

/// <summary>How many files this process may have open at once; programs and their libraries count.</summary>
public static partial class OpenFiles
{
    /// <summary>The limit below which SrPlugin's programs cannot even load their parts.</summary>
    public const int Least = 256;

    private const int FilesOnLinux = 7, FilesOnMac = 8; // RLIMIT_NOFILE

    /// <summary>Gets the limit; the largest number where there is none.</summary>
    public static int Limit =>
        !OperatingSystem.IsWindows() && GetLimit(OperatingSystem.IsMacOS() ? FilesOnMac : FilesOnLinux, out ResourceLimit limit) == 0
        ? (int)Math.Min(limit.Current, int.MaxValue)
        : int.MaxValue;

    /// <summary>Says what is wrong with the limit.</summary>
    /// <returns>Null where it is high enough.</returns>
    public static string? FindFault() => Limit is var limit && limit < Least
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"This process may open {limit} files; at least {Least} are needed. Raise the limit with: ulimit -n 1024")
        : null;

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    private struct ResourceLimit
    {
#pragma warning disable CS0649 // Written by the system.
        public ulong Current;
        public ulong Most;
#pragma warning restore CS0649
    }
}
