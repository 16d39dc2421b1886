using System.Runtime.CompilerServices;

namespace SrPlugin.Cli.Tests;

/// <summary>Keeps the tests away from the presets and the service of whoever runs them.</summary>
internal static class TestEnvironment
{
    /// <summary>Where this process's presets lie.</summary>
    public static string PresetFolder { get; } = Path.Combine(
        Directory.CreateTempSubdirectory("srplugin-config-").FullName, "srplugin", "presets");

    [ModuleInitializer]
    internal static void Set()
    {
        string config = Path.GetDirectoryName(Path.GetDirectoryName(PresetFolder))!;
        Environment.SetEnvironmentVariable("XDG_CONFIG_HOME", config);
        Environment.SetEnvironmentVariable("SRPLUGIN_SOCKET", Path.Combine(config, "s"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(config, recursive: true);
    }
}
