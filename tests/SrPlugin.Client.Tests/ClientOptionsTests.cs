namespace SrPlugin.Client.Tests;

public sealed class ClientOptionsTests
{
    [Fact]
    public void Validate_Defaults_Pass() => Should.NotThrow(new ClientOptions().Validate);

    [Fact]
    public void Validate_SeveralFaults_NamesThemAll()
    {
        var options = new ClientOptions
        {
            ServicePath = "",
            ServiceArguments = ["--engine\0"],
            ServiceEnvironment = new Dictionary<string, string> { ["A=B"] = "c" },
            StartTimeout = TimeSpan.Zero,
            HangTimeout = TimeSpan.FromDays(2),
            StallTimeout = TimeSpan.FromSeconds(-1),
        };

        string message = Should.Throw<ArgumentException>(options.Validate).Message;

        foreach (string word in (string[])["path", "arguments", "environment", "start timeout", "hang timeout", "stall timeout"])
            message.ShouldContain(word);
    }
}
