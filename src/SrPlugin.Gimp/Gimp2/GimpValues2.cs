using System.Runtime.InteropServices;
using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Gimp2;

/// <summary>Arguments and return values in GIMP 2.10's form. What is allocated lives as long as the process, which is one call.</summary>
internal static unsafe class GimpValues2
{
    public static GimpParamDefinition[] Define(IReadOnlyList<ProcedureArgument> arguments)
    {
        var defined = new List<GimpParamDefinition>();
        foreach (ProcedureArgument argument in arguments)
        {
            if (argument.Kind == ArgumentKind.Texts)
                defined.Add(Definition(GimpArgumentType.Int32, argument.Name + "-count", "How many texts follow."));
            defined.Add(Definition(TypeOf(argument.Kind), argument.Name, argument.Help));
        }

        return [.. defined];
    }

    /// <summary>
    /// Reads a call's arguments. A click in a menu, Repeat and Re-show pass the run mode, the image and the drawable only; the values that
    /// are missing then come from the dialog or from the last run.
    /// </summary>
    public static object[] Read(IReadOnlyList<ProcedureArgument> declared, ReadOnlySpan<GimpParam> given)
    {
        bool isComplete = given.Length == declared.Count;
        bool mayBeShort = declared.Count > 0 && declared[0].Kind == ArgumentKind.RunMode && given.Length >= PlugInArguments.Leading
            && (RunMode)given[0].Integer is RunMode.Interactive or RunMode.WithLastValues;
        if (!isComplete && !(mayBeShort && given.Length < declared.Count))
            throw new ArgumentException($"{given.Length} arguments were given; {declared.Count} are expected.", nameof(given));
        object[] values = new object[given.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = declared[i].Kind switch
            {
                ArgumentKind.Number => given[i].Number,
                ArgumentKind.Text => GimpText.Borrowed(given[i].Pointer),
                ArgumentKind.Drawables => new[] { given[i].Integer },
                _ => given[i].Integer,
            };
        }

        return values;
    }

    public static (nint Returns, int Count) Write(ProcedureOutcome outcome, IReadOnlyList<ProcedureArgument> declared)
    {
        var values = new List<GimpParam> { new() { Type = GimpArgumentType.Status, Integer = (int)outcome.Status.ToGimp() } };
        if (outcome.Status == ProcedureStatus.Done)
        {
            if (outcome.Values.Count != declared.Count)
                throw new InvalidOperationException($"{outcome.Values.Count} values are returned; {declared.Count} were declared.");
            foreach (object value in outcome.Values)
                Add(values, value);
        }
        else if (outcome.Message is { } message)
        {
            Add(values, message);
        }

        var written = (GimpParam*)NativeMemory.Alloc((nuint)values.Count, (nuint)sizeof(GimpParam));
        for (int i = 0; i < values.Count; i++)
            written[i] = values[i];
        return ((nint)written, values.Count);
    }

    private static void Add(List<GimpParam> values, object value)
    {
        switch (value)
        {
            case int number:
                values.Add(new GimpParam { Type = GimpArgumentType.Int32, Integer = number });
                break;
            case double number:
                values.Add(new GimpParam { Type = GimpArgumentType.Float, Number = number });
                break;
            case string text:
                values.Add(new GimpParam { Type = GimpArgumentType.String, Pointer = Marshal.StringToCoTaskMemUTF8(text) });
                break;
            case ImageNumber image:
                values.Add(new GimpParam { Type = GimpArgumentType.Image, Integer = image.Value });
                break;
            case IReadOnlyList<string> texts:
                values.Add(new GimpParam { Type = GimpArgumentType.Int32, Integer = texts.Count });
                nint* list = (nint*)NativeMemory.AllocZeroed((nuint)texts.Count + 1, (nuint)sizeof(nint));
                for (int i = 0; i < texts.Count; i++)
                    list[i] = Marshal.StringToCoTaskMemUTF8(texts[i]);
                values.Add(new GimpParam { Type = GimpArgumentType.StringArray, Pointer = (nint)list });
                break;
            default:
                throw new NotSupportedException($"A {value.GetType().Name} cannot be returned to GIMP.");
        }
    }

    private static GimpArgumentType TypeOf(ArgumentKind kind) => kind switch
    {
        ArgumentKind.Image => GimpArgumentType.Image,
        ArgumentKind.Drawable or ArgumentKind.Drawables => GimpArgumentType.Drawable,
        ArgumentKind.Number => GimpArgumentType.Float,
        ArgumentKind.Text => GimpArgumentType.String,
        ArgumentKind.Texts => GimpArgumentType.StringArray,
        _ => GimpArgumentType.Int32,
    };

    private static GimpParamDefinition Definition(GimpArgumentType type, string name, string description) =>
        new() { Type = type, Name = Marshal.StringToCoTaskMemUTF8(name), Description = Marshal.StringToCoTaskMemUTF8(description) };
}
