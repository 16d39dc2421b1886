namespace SrPlugin.Service.Tests.Harness;

/// <summary>A test that becomes another user, which only root can.</summary>
internal sealed class NeedsRootFactAttribute : FactAttribute
{
    public NeedsRootFactAttribute()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName != "root")
            Skip = "Needs root, to act as another user.";
        else if (!Exists("setpriv") || !Exists("perl"))
            Skip = "Needs setpriv and perl, to connect as another user.";
    }

    private static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
