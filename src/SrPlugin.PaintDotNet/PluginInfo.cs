using System.Reflection;
using PaintDotNet;

namespace SrPlugin.PaintDotNet;

/// <summary>What Paint.NET's list of plug-ins and its error dialog say about this one.</summary>
public sealed class PluginInfo : IPluginSupportInfo
{
    /// <inheritdoc/>
    public string DisplayName => "Super Resolution (SrPlugin)";

    /// <inheritdoc/>
    public string Author => "The SrPlugin authors";

    /// <inheritdoc/>
    public string? Copyright => typeof(PluginInfo).Assembly.GetCustomAttribute<AssemblyCopyrightAttribute>()?.Copyright;

    /// <inheritdoc/>
    public Version? Version => typeof(PluginInfo).Assembly.GetName().Version;

    /// <summary>None: where the project lives is the packager's to say.</summary>
    public Uri? WebsiteUri => null;
}
