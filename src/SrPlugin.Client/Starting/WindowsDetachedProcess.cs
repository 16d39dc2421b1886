using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SrPlugin.Client.Starting;

/// <summary>By CreateProcess: <see cref="System.Diagnostics.Process"/> would hand down every inheritable handle of the host.</summary>
internal sealed partial class WindowsDetachedProcess : DetachedProcess
{
    private const uint NewGroup = 0x200;
    private const uint UnicodeEnvironment = 0x400;
    private const uint NoWindow = 0x0800_0000;

    private readonly SafeProcessHandle _handle;

    private WindowsDetachedProcess(SafeProcessHandle handle, int id) => (_handle, Id) = (handle, id);

    public override int Id { get; }

    public static unsafe WindowsDetachedProcess Launch(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        char[] line = [.. CommandLine(program, arguments), '\0'];
        string variables = string.Concat(
            environment.OrderBy(variable => variable.Key, StringComparer.OrdinalIgnoreCase)
                .Select(variable => $"{variable.Key}={variable.Value}\0")) + '\0';
        var startup = new StartupInfo { Size = (uint)sizeof(StartupInfo) };
        fixed (char* block = variables, text = line)
        {
            bool isStarted = CreateProcess(
                program, text, 0, 0, inheritsHandles: false, NewGroup | UnicodeEnvironment | NoWindow, block,
                Path.GetDirectoryName(program),
                in startup, out ProcessInformation started);
            if (!isStarted)
            {
                var fault = new Win32Exception();
                throw new IOException(fault.Message, fault);
            }

            new SafeWaitHandle(started.Thread, ownsHandle: true).Dispose();
            return new WindowsDetachedProcess(new SafeProcessHandle(started.Process, ownsHandle: true), (int)started.ProcessId);
        }
    }

    public override bool HasExited(out int exitCode)
    {
        const uint Signalled = 0;
        exitCode = 0;
        if (WaitForSingleObject(_handle, 0) != Signalled)
            return false;
        exitCode = GetExitCodeProcess(_handle, out uint code) ? (int)code : -1;
        return true;
    }

    public override void Kill() => TerminateProcess(_handle, 1);

    public override void Dispose() => _handle.Dispose();

    /// <summary>Joins arguments so that the C runtime takes them apart again.</summary>
    internal static string CommandLine(string program, IReadOnlyList<string> arguments)
    {
        var line = new StringBuilder().Append('"').Append(program).Append('"');
        foreach (string argument in arguments)
        {
            line.Append(' ');
            if (argument.Length > 0 && argument.AsSpan().IndexOfAny(" \t\n\v\"") < 0)
            {
                line.Append(argument);
                continue;
            }

            line.Append('"');
            int backslashes = 0;
            foreach (char c in argument)
            {
                // Backslashes count as themselves, except before a quotation mark.
                if (c == '"')
                    line.Append('\\', backslashes + 1);
                backslashes = c == '\\' ? backslashes + 1 : 0;
                line.Append(c);
            }

            line.Append('\\', backslashes).Append('"');
        }

        return line.ToString();
    }

    [LibraryImport("kernel32", EntryPoint = "CreateProcessW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static unsafe partial bool CreateProcess(
        string program, char* commandLine, nint processSecurity, nint threadSecurity, [MarshalAs(UnmanagedType.Bool)] bool inheritsHandles,
        uint flags, char* environment, string? folder, in StartupInfo startup, out ProcessInformation started);

    [LibraryImport("kernel32")]
    private static partial uint WaitForSingleObject(SafeProcessHandle handle, uint milliseconds);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetExitCodeProcess(SafeProcessHandle handle, out uint code);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateProcess(SafeProcessHandle handle, uint code);

    // STARTUPINFOW: nothing but its size is set.
    [StructLayout(LayoutKind.Explicit, Size = 104)]
    private struct StartupInfo
    {
        [FieldOffset(0)]
        public uint Size;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ProcessInformation
    {
        public nint Process;
        public nint Thread;
        public uint ProcessId;
        public uint ThreadId;
    }
}
