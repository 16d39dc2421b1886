using SrPlugin.Client.Starting;

namespace SrPlugin.Client.Tests.Starting;

public sealed class WindowsCommandLineTests
{
    // The rules are those of the Microsoft C runtime.
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "\"\"")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData(@"C:\a folder\", @"""C:\a folder\\""")]
    [InlineData(@"C:\folder\", @"C:\folder\")]
    [InlineData(@"a\""b", @"""a\\\""b""")]
    public void CommandLine_AnArgument_IsQuotedWhereNeeded(string argument, string expected) =>
        WindowsDetachedProcess.CommandLine(@"C:\x y\p.exe", [argument]).ShouldBe($@"""C:\x y\p.exe"" {expected}");
}
