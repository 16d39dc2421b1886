using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SrPlugin.PaintDotNet.Tests.Api;

/// <summary>The stand-ins declare nothing that Paint.NET 5.1 does not: then what compiles here compiles there.</summary>
public sealed class ReferenceAssemblyTests
{
    public static TheoryData<string> StandIns =>
    [
        "PaintDotNet.ComponentModel", "PaintDotNet.Core", "PaintDotNet.Effects.Core", "PaintDotNet.Primitives",
        "PaintDotNet.PropertySystem",
        "PaintDotNet.Windows", "PaintDotNet.Windows.Core",
    ];

    [Fact]
    public void List_IsWhole() => ApiList.Instance.Count.ShouldBe(373);

    [Theory]
    [MemberData(nameof(StandIns))]
    public void StandIn_PublicMembers_AreAllDeclaredByPaintDotNet(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));
        MetadataReader reader = file.GetMetadataReader();
        var strange = new List<string>();
        int checkedMembers = 0;
        foreach (TypeDefinition type in reader.TypeDefinitions.Select(reader.GetTypeDefinition))
        {
            if ((type.Attributes & TypeAttributes.VisibilityMask) != TypeAttributes.Public)
                continue;
            string name = $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
            if (ApiList.Instance.Find(name) is not { } declared)
            {
                strange.Add($"{name}: no such type");
                continue;
            }

            // Static classes are split over assemblies; their members say where they are.
            bool isStatic = (type.Attributes & (TypeAttributes.Abstract | TypeAttributes.Sealed)) == (
                TypeAttributes.Abstract | TypeAttributes.Sealed);
            if (!isStatic && declared.Assembly != assembly)
                strange.Add($"{name}: belongs to {declared.Assembly}");
            strange.AddRange(Bases(reader, type).Where(parent => !declared.Bases.Contains(parent)).Select(parent => $"{name} : {parent}"));
            foreach (string member in Members(reader, type))
            {
                checkedMembers++;
                if (!declared.Members.Contains($"{assembly}|{member}"))
                    strange.Add($"{name}: {member}");
            }

            strange.AddRange(
                EnumValues(reader, type).Where(value => !declared.EnumValues.Contains(value)).Select(value => $"{name}: {value}"));
        }

        strange.ShouldBeEmpty();
        checkedMembers.ShouldBeGreaterThan(5);
        reader.GetAssemblyDefinition().Version.ShouldBe(new Version(5, 100, 0, 0), "a reference to it must bind to every 5.1");
    }

    private static IEnumerable<string> Members(MetadataReader reader, TypeDefinition type)
    {
        foreach (MethodDefinition method in type.GetMethods().Select(reader.GetMethodDefinition))
        {
            bool isVisible = (method.Attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family
                or MethodAttributes.FamORAssem;
            string name = reader.GetString(method.Name);

            // Records make a clone method, which the list leaves out; structs have a constructor without parameters that no metadata shows.
            if (isVisible && name != "<Clone>$")
                yield return MemberText.Method(name, method.DecodeSignature(MemberText.Instance, null));
        }
    }

    private static IEnumerable<string> Bases(MetadataReader reader, TypeDefinition type)
    {
        string[] implied = ["Object", "ValueType", "Enum", "MulticastDelegate"];
        IEnumerable<EntityHandle> handles = type.GetInterfaceImplementations().Select(
            handle => reader.GetInterfaceImplementation(handle).Interface);
        if (!type.BaseType.IsNil)
            handles = handles.Append(type.BaseType);
        return handles.Select(handle => Name(reader, handle)).Except(implied);
    }

    private static string Name(MetadataReader reader, EntityHandle handle)
    {
        string name = handle.Kind switch
        {
            HandleKind.TypeReference => MemberText.Instance.GetTypeFromReference(reader, (TypeReferenceHandle)handle, 0),
            HandleKind.TypeDefinition => MemberText.Instance.GetTypeFromDefinition(reader, (TypeDefinitionHandle)handle, 0),
            _ => MemberText.Instance.GetTypeFromSpecification(reader, null, (TypeSpecificationHandle)handle, 0),
        };
        return name.Split('<')[0];
    }

    private static IEnumerable<string> EnumValues(MetadataReader reader, TypeDefinition type)
    {
        if (type.BaseType.IsNil || Name(reader, type.BaseType) != "Enum")
            yield break;
        foreach (FieldDefinition field in type.GetFields().Select(reader.GetFieldDefinition))
        {
            if ((field.Attributes & FieldAttributes.Literal) == 0)
                continue;
            Constant constant = reader.GetConstant(field.GetDefaultValue());
            yield return $"{reader.GetString(field.Name)} = {reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode)}";
        }
    }
}
