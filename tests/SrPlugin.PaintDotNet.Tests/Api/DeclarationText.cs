namespace SrPlugin.PaintDotNet.Tests.Api;

/// <summary>Reads C# declarations as the list has them.</summary>
internal static class DeclarationText
{
    private static readonly HashSet<string> Modifiers =
    [
        "public", "protected", "internal", "private", "static", "virtual", "override", "abstract", "sealed", "readonly", "unsafe", "const",
        "event", "new", "extern",
    ];

    private static readonly Dictionary<string, string> Operators = new()
    {
        ["=="] = "op_Equality", ["!="] = "op_Inequality", ["<"] = "op_LessThan", [">"] = "op_GreaterThan", ["<="] = "op_LessThanOrEqual",
        [">="] = "op_GreaterThanOrEqual", ["+"] = "op_Addition", ["-"] = "op_Subtraction", ["*"] = "op_Multiply", ["/"] = "op_Division",
    };

    /// <summary>Names of a type's own generic parameters.</summary>
    public static string[] TypeParameters(string declaration)
    {
        string head = Head(declaration);
        int start = head.IndexOf('<');
        return start < 0 ? [] : TypeText.Split(head[(start + 1)..head.LastIndexOf('>')]);
    }

    /// <summary>Simple names of what a type derives from.</summary>
    public static IReadOnlySet<string> Bases(string declaration)
    {
        int colon = declaration.IndexOf(" : ", StringComparison.Ordinal);
        if (colon < 0)
            return new HashSet<string>();
        string list = declaration[(colon + 3)..];
        int where = list.IndexOf(" where ", StringComparison.Ordinal);
        return TypeText.Split(where < 0 ? list : list[..where]).Select(name => name.Split('<')[0].Split('.')[^1]).ToHashSet();
    }

    /// <summary>The methods that a declaration stands for; none for what the assemblies compared here cannot hold.</summary>
    public static IEnumerable<string> Signatures(string kind, string text, string[] typeParameters)
    {
        int comment = text.IndexOf("  // ", StringComparison.Ordinal);
        text = StripAttributes(comment < 0 ? text : text[..comment]);
        var words = text.Split(' ').TakeWhile(word => Modifiers.Contains(word)).ToList();
        bool isStatic = words.Contains("static");
        string rest = text[(words.Sum(word => word.Length) + words.Count)..];
        string prefix = isStatic ? "static " : "";
        return kind switch
        {
            "constructor" => [Constructor(rest, typeParameters)],
            "property" => Property(rest, prefix, typeParameters),
            "event" => Event(rest, prefix, typeParameters),
            "method" or "operator" => [Method(rest, prefix, typeParameters)],
            _ => [],
        };
    }

    private static string Constructor(string rest, string[] typeParameters) =>
        $".ctor({Parameters(rest[(rest.IndexOf('(') + 1)..rest.LastIndexOf(')')], typeParameters, [])}):Void";

    private static IEnumerable<string> Property(string rest, string prefix, string[] typeParameters)
    {
        int brace = rest.LastIndexOf('{');
        string head = rest[..brace].Trim(), accessors = rest[brace..];
        string parameters = "";
        if (head.EndsWith(']') && head.IndexOf("this[", StringComparison.Ordinal) is >= 0 and var index)
        {
            parameters = Parameters(head[(index + 5)..^1], typeParameters, []);
            head = head[..index] + "Item";
        }

        string name = head[(head.LastIndexOf(' ') + 1)..];
        string type = Type(head[..head.LastIndexOf(' ')], typeParameters, []);
        if (accessors.Contains("get;", StringComparison.Ordinal))
            yield return $"{prefix}get_{name}({parameters}):{type}";
        if (accessors.Contains("set;", StringComparison.Ordinal) || accessors.Contains("init;", StringComparison.Ordinal))
            yield return $"{prefix}set_{name}({(parameters.Length > 0 ? parameters + "," : "")}{type}):Void";
    }

    private static IEnumerable<string> Event(string rest, string prefix, string[] typeParameters)
    {
        int space = rest.LastIndexOf(' ');
        string type = Type(rest[..space], typeParameters, []);
        yield return $"{prefix}add_{rest[(space + 1)..]}({type}):Void";
        yield return $"{prefix}remove_{rest[(space + 1)..]}({type}):Void";
    }

    private static string Method(string rest, string prefix, string[] typeParameters)
    {
        int open = ParameterStart(rest), close = Closing(rest, open);
        string head = rest[..open];
        if (head.StartsWith('~'))
            return "Finalize():Void";
        if (head.StartsWith("implicit operator ", StringComparison.Ordinal)
            || head.StartsWith("explicit operator ", StringComparison.Ordinal))
        {
            string target = Type(head[18..], typeParameters, []);
            return $"{prefix}op_{(head[0] == 'i' ? "Implicit" : "Explicit")}({Parameters(rest[(open + 1)..close], typeParameters, [])}):{target}";
        }

        string[] own = [];
        if (head.EndsWith('>') && !head.EndsWith("operator >", StringComparison.Ordinal))
        {
            int start = Opening(head);
            own = TypeText.Split(head[(start + 1)..^1]);
            head = head[..start];
        }

        int space = head.LastIndexOf(' ');
        string name = head[(space + 1)..];
        string returned = head[..space];
        if (returned.EndsWith(" operator", StringComparison.Ordinal))
        {
            name = Operators.GetValueOrDefault(name, name);
            returned = returned[..^9];
        }

        string arity = own.Length > 0 ? $"``{own.Length}" : "";
        return $"{prefix}{name}{arity}({Parameters(rest[(open + 1)..close], typeParameters, own)}):{Type(returned, typeParameters, own)}";
    }

    private static string Parameters(string list, string[] typeParameters, string[] own) =>
        string.Join(",", TypeText.Split(list).Select(parameter => Parameter(parameter, typeParameters, own)));

    private static string Parameter(string parameter, string[] typeParameters, string[] own)
    {
        parameter = StripAttributes(parameter);
        int equals = parameter.IndexOf(" = ", StringComparison.Ordinal);
        if (equals >= 0)
            parameter = parameter[..equals];
        bool isReference = false;
        while (parameter.Split(' ')[0] is "this" or "params" or "in" or "out" or "ref" or "readonly" or "scoped")
        {
            isReference |= parameter.Split(' ')[0] is "in" or "out" or "ref";
            parameter = parameter[(parameter.IndexOf(' ') + 1)..];
        }

        return Type(parameter[..parameter.LastIndexOf(' ')], typeParameters, own) + (isReference ? "&" : "");
    }

    private static string Type(string type, string[] typeParameters, string[] own)
    {
        type = type.Trim();
        foreach (string prefix in (string[])["ref readonly ", "ref "])
        {
            if (type.StartsWith(prefix, StringComparison.Ordinal))
                return TypeText.Normalize(type[prefix.Length..], typeParameters, own) + "&";
        }

        return TypeText.Normalize(type, typeParameters, own);
    }

    private static string StripAttributes(string text)
    {
        while (text.StartsWith('['))
            text = text[(text.IndexOf("] ", StringComparison.Ordinal) + 2)..];
        return text;
    }

    private static string Head(string declaration)
    {
        int colon = declaration.IndexOf(" : ", StringComparison.Ordinal), where = declaration.IndexOf(" where ", StringComparison.Ordinal);
        int end = colon >= 0 ? colon : where >= 0 ? where : declaration.Length;
        string head = StripAttributes(declaration)[..];
        end -= declaration.Length - head.Length;
        return head[..end];
    }

    // A tuple in front of the name has parentheses of its own.
    private static int ParameterStart(string text)
    {
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '<')
                depth++;
            else if (text[i] == '>' && depth > 0)
                depth--;
            else if (text[i] == '(' && depth == 0 && i > 0 && text[i - 1] != ' ')
                return i;
        }

        return text.IndexOf('(');
    }

    private static int Closing(string text, int open)
    {
        int depth = 0;
        for (int i = open; i < text.Length; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0)
                return i;
        }

        throw new FormatException($"No closing parenthesis in: {text}");
    }

    private static int Opening(string text)
    {
        int depth = 0;
        for (int i = text.Length - 1; i >= 0; i--)
        {
            depth += text[i] == '>' ? 1 : text[i] == '<' ? -1 : 0;
            if (depth == 0)
                return i;
        }

        throw new FormatException($"No opening bracket in: {text}");
    }
}
