using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace SystemTorch.Tests;

/// <summary>Writes an assembly's visible members as the list of TorchSharp's members does.</summary>
internal static partial class ApiText
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
        [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    internal static IEnumerable<string> Of(Assembly assembly) =>
        assembly.GetTypes().Where(Visible).SelectMany(t => Members(t).Prepend(TypeLine(t))).Select(Comparable);

    /// <summary>
    /// Leaves out what says how a member is made, not how it is used: a type's base and interfaces, and whether a member
    /// is virtual, abstract or overrides another.
    /// </summary>
    internal static string Comparable(string line)
    {
        line = Modifiers().Replace(line, " ");
        var parts = line.Split(" | ", 3);
        if (parts[1] == "type")
            line = $"{parts[0]} | type | {parts[2].Split(" : ")[0].Split(" where ")[0]}";
        return line.Replace("[Obsolete] ", "").Trim();
    }

    private static IEnumerable<string> Members(Type type)
    {
        var owner = FullName(type);
        if (type.IsEnum)
        {
            foreach (var name in Enum.GetNames(type))
                yield return $"{owner}.{name} | enum | {name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}";
            yield break;
        }
        if (typeof(Delegate).IsAssignableFrom(type))
            yield break;
        foreach (var member in type.GetMembers(Declared).Where(m => m.GetCustomAttribute<CompilerGeneratedAttribute>() is null))
        {
            var line = member switch
            {
                ConstructorInfo c when Visible(c) && !c.IsStatic => $"{owner}.ctor | ctor | {Access(c)}{SimpleName(type)}({Parameters(c)})",
                MethodInfo m when Visible(m) && (!m.IsSpecialName || m.Name.StartsWith("op_")) && !m.Name.Contains('.') => Method(owner, m),
                PropertyInfo p when p.GetAccessors(true).Any(Visible) && !p.Name.Contains('.') => Property(owner, p),
                FieldInfo f when (f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly) && !f.IsSpecialName => Field(owner, f),
                _ => null,
            };
            if (line is not null)
                yield return line;
        }
    }

    private static string Method(string owner, MethodInfo m)
    {
        var kind = m.Name.StartsWith("op_") && m.IsSpecialName ? "op" : "method";
        var generic = m.IsGenericMethod ? $"<{string.Join(", ", m.GetGenericArguments().Select(a => a.Name))}>" : "";
        var where = string.Concat(m.IsGenericMethod && !m.IsVirtual ? m.GetGenericArguments().Select(Constraint) : []);
        var access = m.DeclaringType!.IsInterface ? "" : Access(m);
        return $"{owner}.{m.Name} | {kind} | {access}{(m.IsStatic ? "static " : "")}{Type(m.ReturnType, Names(m.ReturnParameter))} {m.Name}{generic}({Parameters(m)}){where}";
    }

    private static string Property(string owner, PropertyInfo p)
    {
        var widest = p.GetAccessors(true).Where(Visible).OrderBy(a => a.IsPublic ? 0 : 1).First();
        var access = p.DeclaringType!.IsInterface ? "" : Access(widest);
        var text = new StringBuilder("{ ");
        if (p.GetMethod is { } get && Visible(get))
            text.Append(get.IsPublic == widest.IsPublic ? "" : "protected ").Append("get; ");
        if (p.SetMethod is { } set && Visible(set))
            text.Append(set.IsPublic == widest.IsPublic ? "" : "protected ").Append("set; ");
        text.Append('}');
        var head = $"{access}{(widest.IsStatic ? "static " : "")}{Type(p.PropertyType, Names(p))}";
        return p.GetIndexParameters().Length > 0
            ? $"{owner}.this | indexer | {head} this[{string.Join(", ", p.GetIndexParameters().Select(Parameter))}] {text}"
            : $"{owner}.{p.Name} | prop | {head} {p.Name} {text}";
    }

    private static string Field(string owner, FieldInfo f)
    {
        var access = f.IsPublic ? "public " : f.IsFamily ? "protected " : "protected internal ";
        var kind = f.IsLiteral ? "const" : "field";
        return $"{owner}.{f.Name} | {kind} | {access}{(f.IsLiteral ? "const " : f.IsStatic ? "static " : "")}{(f.IsInitOnly ? "readonly " : "")}{Type(f.FieldType, Names(f))} {f.Name}";
    }

    private static string TypeLine(Type type)
    {
        var access = type.IsNestedFamily ? "protected " : type.IsNestedFamORAssem ? "protected internal " : "public ";
        if (type.IsEnum)
            return $"{FullName(type)} | type | {access}{(type.GetCustomAttribute<FlagsAttribute>() is null ? "" : "[Flags] ")}enum {SimpleName(type)} : {Type(Enum.GetUnderlyingType(type))}";
        var kind = type.IsInterface ? "interface" : type.IsValueType ? "struct" : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
        if (type.IsValueType && type.GetCustomAttribute<IsReadOnlyAttribute>() is not null)
            kind = "readonly " + kind;
        return $"{FullName(type)} | type | {access}{kind} {SimpleName(type)}{Generics(type)}";
    }

    private static string Parameters(MethodBase m)
    {
        var text = string.Join(", ", m.GetParameters().Select(Parameter));
        return m.IsDefined(typeof(ExtensionAttribute), false) ? "this " + text : text;
    }

    private static string Parameter(ParameterInfo p)
    {
        var modifier = p.IsDefined(typeof(ParamArrayAttribute), false) || p.IsDefined(typeof(ParamCollectionAttribute), false) ? "params "
            : p.ParameterType.IsByRef ? p.IsOut ? "out " : p.IsIn ? "in " : "ref " : "";
        var type = p.ParameterType.IsByRef ? p.ParameterType.GetElementType()! : p.ParameterType;
        return $"{modifier}{Type(type, Names(p))} {p.Name}{(p.HasDefaultValue ? " = " + Literal(p.DefaultValue, type) : "")}";
    }

    private static string Literal(object? value, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => type.IsValueType && Nullable.GetUnderlyingType(type) is null || type.IsGenericParameter ? "default" : "null",
            bool b => b ? "true" : "false",
            string s => $"\"{s}\"",
            float f => f.ToString("R", CultureInfo.InvariantCulture) + "f",
            double d => d.ToString("R", CultureInfo.InvariantCulture) + "d",
            _ when plain.IsEnum => $"{FullName(plain)}.{Enum.GetName(plain, value)}",
            IConvertible c => c.ToString(CultureInfo.InvariantCulture),
            _ => "default",
        };
    }

    private static string Constraint(Type a)
    {
        var list = new List<string>();
        if (a.GetGenericParameterConstraints().Length == 0 && (a.GenericParameterAttributes & GenericParameterAttributes.ReferenceTypeConstraint) != 0)
            list.Add("class");
        if (a.GetCustomAttributesData().Any(c => c.AttributeType.Name == "IsUnmanagedAttribute"))
            list.Add("unmanaged");
        else if ((a.GenericParameterAttributes & GenericParameterAttributes.NotNullableValueTypeConstraint) != 0)
            list.Add("struct");
        else
            list.AddRange(a.GetGenericParameterConstraints().Select(c => Type(c)));
        return list.Count == 0 ? "" : $" where {a.Name} : {string.Join(", ", list)}";
    }

    private static IEnumerator<string?> Names(ICustomAttributeProvider of) =>
        ((IEnumerable<string?>?)of.GetCustomAttributes(typeof(TupleElementNamesAttribute), false).Cast<TupleElementNamesAttribute>().FirstOrDefault()?.TransformNames ?? []).GetEnumerator();

    private static string Type(Type t, IEnumerator<string?>? names = null)
    {
        if (s_keywords.TryGetValue(t, out var keyword))
            return keyword;
        if (t.IsGenericParameter)
            return t.Name;
        if (t.IsArray)
            return $"{Type(t.GetElementType()!, names)}[{new string(',', t.GetArrayRank() - 1)}]";
        if (t.IsPointer)
            return Type(t.GetElementType()!) + "*";
        if (Nullable.GetUnderlyingType(t) is { } inner)
            return Type(inner, names) + "?";
        if (t.IsGenericType && t is { Namespace: "System" } && t.Name.StartsWith("ValueTuple`"))
        {
            var elements = t.GetGenericArguments();
            var own = elements.Select(_ => names is not null && names.MoveNext() ? names.Current : null).ToArray();
            return $"({string.Join(", ", elements.Zip(own, (e, n) => Type(e, names) + (n is null ? "" : " " + n)))})";
        }
        return FullName(t, names);
    }

    private static string FullName(Type t, IEnumerator<string?>? names = null)
    {
        if (t.IsGenericParameter || s_keywords.ContainsKey(t))
            return Type(t);
        var before = t.IsNested ? FullNameOfOuter(t) : t.Namespace;
        return $"{before}.{SimpleName(t)}{Generics(t, names)}";
    }

    private static string FullNameOfOuter(Type t)
    {
        var outer = t.DeclaringType!;
        if (!outer.IsGenericType)
            return FullName(outer);
        return FullName(outer.MakeGenericType(t.GetGenericArguments()[..outer.GetGenericArguments().Length]));
    }

    private static string Generics(Type t, IEnumerator<string?>? names = null)
    {
        var inherited = t.IsNested && t.DeclaringType!.IsGenericType ? t.DeclaringType.GetGenericArguments().Length : 0;
        var own = t.GetGenericArguments().Skip(inherited).ToArray();
        return own.Length == 0 ? "" : $"<{string.Join(", ", own.Select(a => Type(a, names)))}>";
    }

    private static string SimpleName(Type t) => t.Name.Split('`')[0];

    private static string Access(MethodBase m) => m.IsPublic ? "public " : m.IsFamily ? "protected " : "protected internal ";

    private static bool Visible(MethodBase m) => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly;

    private static bool Visible(Type t) =>
        t.IsNested ? (t.IsNestedPublic || t.IsNestedFamily || t.IsNestedFamORAssem) && Visible(t.DeclaringType!) : t.IsPublic;

    [GeneratedRegex(@" (abstract|virtual|sealed override|override) (?=.*)")]
    private static partial Regex Modifiers();
}
