using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SrPlugin.PaintDotNet.Tests.Api;

/// <summary>The plug-in calls nothing that Paint.NET 5.1 lacks, nor what 5.2 changes.</summary>
public sealed class PluginReferenceTests
{
    private static readonly string PluginPath = typeof(SuperResolutionEffect).Assembly.Location;

    [Fact]
    public void PluginReferences_ToTheHost_AreAllDeclared()
    {
        using var file = new PEReader(File.OpenRead(PluginPath));
        MetadataReader reader = file.GetMetadataReader();
        var strange = new List<string>();
        int checkedReferences = 0;
        foreach (var (assembly, type, member) in HostReferences(reader))
        {
            checkedReferences++;
            if (ApiList.Instance.Find(type) is not { } declared)
                strange.Add($"{assembly}: {type}");
            else if (member is null ? declared.Assembly != assembly && !declared.Members.Any(known => known.StartsWith(assembly + "|", StringComparison.Ordinal)) : !declared.Members.Contains($"{assembly}|{member}"))
                strange.Add($"{assembly}: {type}: {member}");
        }

        strange.ShouldBeEmpty();
        checkedReferences.ShouldBeGreaterThan(80);
    }

    [Fact]
    public void PluginReferences_ToMembersThatPaintDotNet52Changes_AreNone()
    {
        using var file = new PEReader(File.OpenRead(PluginPath));
        string[] changed =
        [
            "get_BufferSize():UInt32", "CopyPixels(Void*,Int32,UInt32,RectInt32&):Void",
            "Render(Void*,Int32,IntPtr,PixelFormat&,RectInt32):Void",
        ];

        HostReferences(file.GetMetadataReader()).Where(reference => changed.Contains(reference.Member)).ShouldBeEmpty();
    }

    [Fact]
    public void PluginAssembly_References_OnlyTheHostTheRuntimeAndOurOwn()
    {
        using var file = new PEReader(File.OpenRead(PluginPath));
        MetadataReader reader = file.GetMetadataReader();

        var references = reader.AssemblyReferences.Select(reader.GetAssemblyReference)
            .ToDictionary(reference => reader.GetString(reference.Name), reference => reference.Version);

        references.Keys.Where(
            name => !name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("PaintDotNet.", StringComparison.Ordinal))
            .Except(["SrPlugin.Client", "SrPlugin.Protocol", "Microsoft.Win32.Primitives"])
            .ShouldBeEmpty();
        references.Where(reference => reference.Key.StartsWith("PaintDotNet.", StringComparison.Ordinal))
            .ShouldAllBe(reference => reference.Value <= new Version(5, 100, 0, 0), "a newer reference does not load in an older 5.1");
        references["System.Runtime"].ShouldBe(new Version(9, 0, 0, 0), "Paint.NET 5.1 runs on .NET 9");
    }

    private static IEnumerable<(string Assembly, string Type, string? Member)> HostReferences(MetadataReader reader)
    {
        foreach (TypeReferenceHandle handle in reader.TypeReferences)
        {
            if (Host(reader, handle) is { } assembly)
                yield return (assembly, MemberText.FullName(reader, handle), null);
        }

        foreach (MemberReference member in reader.MemberReferences.Select(reader.GetMemberReference))
        {
            if (member.GetKind() != MemberReferenceKind.Method || TypeOf(reader, member.Parent) is not { } type
                || Host(reader, type) is not { } assembly)
                continue;
            string signature = MemberText.Method(reader.GetString(member.Name), member.DecodeMethodSignature(MemberText.Instance, null));
            yield return (assembly, MemberText.FullName(reader, type), signature);
        }
    }

    private static string? Host(MetadataReader reader, TypeReferenceHandle handle) =>
        MemberText.AssemblyOf(reader, handle) is { } name && name.StartsWith("PaintDotNet.", StringComparison.Ordinal) ? name : null;

    private static TypeReferenceHandle? TypeOf(MetadataReader reader, EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeReference)
            return (TypeReferenceHandle)parent;
        if (parent.Kind != HandleKind.TypeSpecification)
            return null;

        // GENERICINST, CLASS or VALUETYPE, then the type.
        BlobReader blob = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (blob.ReadByte() != 0x15)
            return null;
        blob.ReadByte();
        EntityHandle generic = blob.ReadTypeHandle();
        return generic.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)generic : null;
    }
}
