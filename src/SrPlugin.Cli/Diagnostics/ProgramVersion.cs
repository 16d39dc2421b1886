using System.Reflection;

namespace SrPlugin.Cli.Diagnostics;

/// <summary>The program's version, with the commit it was built from.</summary>
internal static class ProgramVersion
{
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
