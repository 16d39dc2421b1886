namespace PaintDotNet;

[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = false, Inherited = false)]
public class PluginSupportInfoAttribute : Attribute, IPluginSupportInfo
{
    public PluginSupportInfoAttribute()
    {
    }

    public PluginSupportInfoAttribute(Type pluginSupportInfoOrProviderType)
    {
        var info = (IPluginSupportInfo)Activator.CreateInstance(pluginSupportInfoOrProviderType)!;
        (Author, Copyright, DisplayName, WebsiteUri) = (info.Author, info.Copyright, info.DisplayName, info.WebsiteUri);
        Version = info.Version ?? Version;
    }

    public string? Author { get; set; }

    public string? Copyright { get; set; }

    public string? DisplayName { get; set; }

    public Version Version { get; set; } = new();

    public Uri? WebsiteUri { get; set; }
}
