using System.Xml.Linq;

namespace SrPlugin.Architecture.Tests;

internal sealed record SourceProject(string Path, XDocument Xml)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    public IEnumerable<string> References => Includes("ProjectReference")
        .Select(include => System.IO.Path.GetFullPath(System.IO.Path.Combine(Folder, include.Replace('\\', '/'))));

    public IEnumerable<string> ReferenceNames => References.Select(path => System.IO.Path.GetFileNameWithoutExtension(path)!);

    public IEnumerable<string> Packages => Includes("PackageReference");

    public bool UsesTorch => Xml.Descendants("UsesTorch").Any(element => element.Value == "true");

    private IEnumerable<string> Includes(string item) =>
        Xml.Descendants(item).Select(element => element.Attribute("Include")?.Value).OfType<string>();
}
