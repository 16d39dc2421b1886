namespace SrPlugin.Protocol.Endpoints;

/// <summary>The user's own folders. They are not created here.</summary>
public static class UserFolders
{
    private const string Product = "srplugin";

    /// <summary>
    /// What the user writes: settings, presets. <c>$XDG_CONFIG_HOME/srplugin</c>, <c>~/.config/srplugin</c>, <c>%APPDATA%\srplugin</c>.
    /// </summary>
    public static string Config => Of("XDG_CONFIG_HOME", ".config", Environment.SpecialFolder.ApplicationData);

    /// <summary>
    /// What the program writes: logs, locks. <c>$XDG_STATE_HOME/srplugin</c>, <c>~/.local/state/srplugin</c>,
    /// <c>%LOCALAPPDATA%\srplugin</c>.
    /// </summary>
    public static string State => Of("XDG_STATE_HOME", Path.Combine(".local", "state"), Environment.SpecialFolder.LocalApplicationData);

    private static string Of(string variable, string underHome, Environment.SpecialFolder windows)
    {
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(windows, Environment.SpecialFolderOption.DoNotVerify), Product);

        // The XDG rules: a relative path counts as not set.
        string? given = Environment.GetEnvironmentVariable(variable);
        if (!string.IsNullOrEmpty(given) && Path.IsPathFullyQualified(given))
            return Path.Combine(given, Product);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(home.Length > 0 ? home : "/", underHome, Product);
    }
}
