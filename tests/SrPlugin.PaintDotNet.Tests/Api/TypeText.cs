namespace SrPlugin.PaintDotNet.Tests.Api;

/// <summary>
/// Types in one form, whether they come from C# or from metadata: simple names, framework names for keywords, !n and !!n for generic
/// parameters. Nullability is left out, since reference types do not carry it.
/// </summary>
internal static class TypeText
{
    private static readonly Dictionary<string, string> Keywords = new()
    {
        ["bool"] = "Boolean", ["byte"] = "Byte", ["sbyte"] = "SByte", ["short"] = "Int16", ["ushort"] = "UInt16", ["int"] = "Int32",
        ["uint"] = "UInt32",
        ["long"] = "Int64", ["ulong"] = "UInt64", ["nint"] = "IntPtr", ["nuint"] = "UIntPtr", ["float"] = "Single", ["double"] = "Double",
        ["decimal"] = "Decimal", ["char"] = "Char", ["string"] = "String", ["object"] = "Object", ["void"] = "Void",
    };

    /// <summary>Splits at commas outside brackets.</summary>
    public static string[] Split(string list)
    {
        var parts = new List<string>();
        int depth = 0, start = 0;
        for (int i = 0; i < list.Length; i++)
        {
            depth += list[i] is '<' or '(' or '[' ? 1 : list[i] is '>' or ')' or ']' ? -1 : 0;
            if (list[i] == ',' && depth == 0)
            {
                parts.Add(list[start..i].Trim());
                start = i + 1;
            }
        }

        if (list[start..].Trim() is { Length: > 0 } last)
            parts.Add(last);
        return [.. parts];
    }

    /// <summary>A C# type in the common form.</summary>
    public static string Normalize(string type, string[] typeParameters, string[] methodParameters)
    {
        type = type.Trim();
        foreach (string suffix in (string[])["[]", "*", "?"])
        {
            if (type.EndsWith(suffix, StringComparison.Ordinal))
                return Normalize(type[..^suffix.Length], typeParameters, methodParameters) + (suffix == "?" ? "" : suffix);
        }

        if (type.StartsWith('('))
        {
            string[] elements = [
                .. Split(type[1..^1]).Select(element => element.LastIndexOf(' ') is > 0 and var space ? element[..space] : element)
            ];
            return $"ValueTuple<{string.Join(",", elements.Select(element => Normalize(element, typeParameters, methodParameters)))}>";
        }

        if (type.EndsWith('>'))
        {
            int open = type.IndexOf('<');
            string arguments = string.Join(
                ",", Split(type[(open + 1)..^1]).Select(argument => Normalize(argument, typeParameters, methodParameters)));
            return $"{Simple(type[..open])}<{arguments}>";
        }

        if (Array.IndexOf(methodParameters, type) is >= 0 and var own)
            return $"!!{own}";
        return Array.IndexOf(typeParameters, type) is >= 0 and var index ? $"!{index}" : Simple(type);
    }

    private static string Simple(string name)
    {
        name = name[(name.LastIndexOf('.') + 1)..];
        return Keywords.GetValueOrDefault(name, name);
    }
}
