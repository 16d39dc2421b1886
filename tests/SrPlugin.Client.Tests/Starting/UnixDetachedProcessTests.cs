using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using SrPlugin.Client.Starting;

namespace SrPlugin.Client.Tests.Starting;

public sealed partial class UnixDetachedProcessTests : IDisposable
{
    private const int SignalSetBytes = 128;

    private readonly string _root = Directory.CreateTempSubdirectory("srplugin-start-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Launch_AScript_HasItsArgumentsAndVariables()
    {
        int code = Run("echo \"$1-$GREETING\" >\"$OUT\"; exit 7", "an argument");

        code.ShouldBe(7);
        Said("out").ShouldBe("an argument-hello");
    }

    [Fact]
    public void Launch_AScript_IsLeaderOfASessionOfItsOwn()
    {
        Run("echo $$ $(cut -d ' ' -f 6 /proc/$$/stat) >\"$OUT\"");

        string[] numbers = Said("out").Split(' ');
        numbers[1].ShouldBe(numbers[0]);
        numbers[1].ShouldNotBe(SessionOf(0).ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Launch_HostHasAnInheritableFile_ChildHasItNot()
    {
        int[] pipe = new int[2];
        MakePipe(pipe).ShouldBe(0);
        try
        {
            Run("ls -l /proc/$$/fd >\"$OUT\"; cd /proc/$$/fd; for f in *; do [ $f -gt 2 ] && readlink $f; done >>\"$OUT\"; true");
        }
        finally
        {
            _ = CloseFile(pipe[0]);
            _ = CloseFile(pipe[1]);
        }

        string files = Said("out");
        files.ShouldContain("/dev/null");
        files.ShouldNotContain("pipe:");
        files.ShouldNotContain("socket:");
    }

    [Fact]
    public void Launch_ChildComplains_ComplaintIsInTheFile()
    {
        Run("echo first; echo second >&2");

        Said("err").ShouldBe("first\nsecond");
    }

    [Fact]
    public void Launch_ChildOfAHostThatBlocksSignals_CanBeTerminated()
    {
        const int Block = 0, SetMask = 2, Terminate = 15;
        byte[] blocked = new byte[SignalSetBytes], before = new byte[SignalSetBytes];
        SignalsEmpty(blocked).ShouldBe(0);
        SignalsAdd(blocked, Terminate).ShouldBe(0);
        MaskSignals(Block, blocked, before).ShouldBe(0);
        DetachedProcess process;
        try
        {
            process = Start("kill -TERM $$; sleep 60");
        }
        finally
        {
            MaskSignals(SetMask, before, null).ShouldBe(0);
        }

        using (process)
            WaitFor(process).ShouldBe(128 + Terminate);
    }

    [Fact]
    public void Launch_ChildOfAHostThatIgnoresSignals_HasTheirDefaults()
    {
        // This runtime ignores SIGPIPE; a shell cannot take that back.
        int code = Run("kill -PIPE $$; sleep 60");

        code.ShouldBe(128 + 13);
    }

    [Fact]
    public void Kill_RunningChild_IsToldFromAnExit()
    {
        using DetachedProcess process = Start("exec sleep 600");
        process.HasExited(out _).ShouldBeFalse();

        process.Kill();

        WaitFor(process).ShouldBe(128 + 9);
        Directory.Exists($"/proc/{process.Id}").ShouldBeFalse("the child was reaped");
    }

    [Fact]
    public void Launch_NoProgram_ThrowsWithTheReason() =>
        Should.Throw<IOException>(
            () => DetachedProcess.Start(Path.Combine(_root, "none"), [], new Dictionary<string, string>(), Path.Combine(_root, "err")))
            .Message.ShouldContain("No such file");

    private int Run(string script, params string[] arguments)
    {
        using DetachedProcess process = Start(script, arguments);
        return WaitFor(process);
    }

    private DetachedProcess Start(string script, params string[] arguments) => DetachedProcess.Start(
        "/bin/sh",
        ["-c", script, "sh", .. arguments],
        new Dictionary<string, string>
        {
            ["GREETING"] = "hello",
            ["OUT"] = Path.Combine(_root, "out"),
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
        },
        Path.Combine(_root, "err"));

    private static int WaitFor(DetachedProcess process)
    {
        // A hang must fail; how long the machine takes must not matter.
        var clock = Stopwatch.StartNew();
        int code;
        while (!process.HasExited(out code))
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2));
            Thread.Yield();
        }

        return code;
    }

    private string Said(string name) => File.ReadAllText(Path.Combine(_root, name)).Trim();

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int SignalsEmpty([Out] byte[] set);

    [LibraryImport("libc", EntryPoint = "sigaddset")]
    private static partial int SignalsAdd([In, Out] byte[] set, int signal);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int MaskSignals(int how, [In] byte[] set, [Out] byte[]? old);

    [LibraryImport("libc", EntryPoint = "getsid")]
    private static partial int SessionOf(int process);

    [LibraryImport("libc", EntryPoint = "pipe")]
    private static partial int MakePipe([Out] int[] ends);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int file);
}
