namespace SrPlugin.Cli.Tests;

/// <summary>The manual page that the Debian package installs.</summary>
public sealed class ManualPageTests
{
    [Fact]
    public void ManualPage_Commands_AreThoseOfTheProgram()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SrPlugin.sln")))
            folder = folder.Parent;
        string page = File.ReadAllText(Path.Combine(folder!.FullName, "packaging", "linux", "files", "srplugin.1"));
        string help = CliRun.Of("--help").Output;
        string[] commands = [.. help[(help.IndexOf("Commands:", StringComparison.Ordinal) + 9)..].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[0]).Where(name => name.All(char.IsAsciiLetterLower))];

        string[] documented = [.. page[page.IndexOf(".SH COMMANDS", StringComparison.Ordinal)..page.IndexOf(".SH EXAMPLES", StringComparison.Ordinal)]
            .Split('\n').Where(line => line.StartsWith(".B ", StringComparison.Ordinal)).Select(line => line[3..])];
        documented.ShouldBe(commands, ignoreOrder: true);
    }
}
