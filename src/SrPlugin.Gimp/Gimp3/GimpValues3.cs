using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Gimp3;

/// <summary>Arguments and return values in GIMP 3's form: properties of a config object, and an array of GValues.</summary>
internal static unsafe class GimpValues3
{
    // G_PARAM_READWRITE. GIMP's own constant says in addition that names last for ever, which marshalled ones do not.
    private const int ReadWrite = 3;

    private const string ErrorDomain = "srplugin";

    /// <summary>Declares what a procedure takes and returns.</summary>
    public static void Define(nint procedure, ProcedureDefinition definition)
    {
        // Run mode, image and drawables come by themselves.
        bool isOnImage = definition.Arguments is [{ Kind: ArgumentKind.RunMode }, ..];
        foreach (ProcedureArgument argument in definition.Arguments.Skip(isOnImage ? PlugInArguments.Leading : 0))
            AddArgument(procedure, argument);
        foreach (ProcedureArgument result in definition.Returns)
            AddResult(procedure, result);
    }

    /// <summary>Reads a call's arguments in the order of their definition.</summary>
    /// <param name="config">The object that has them as properties.</param>
    /// <param name="definition">The procedure.</param>
    /// <param name="leading">The values that were passed otherwise.</param>
    public static object[] Read(nint config, ProcedureDefinition definition, object[] leading) =>
        [.. leading, .. definition.Arguments.Skip(leading.Length).Select(argument => Read(config, argument))];

    /// <summary>Makes the answer to a call.</summary>
    public static nint Write(nint procedure, ProcedureOutcome outcome)
    {
        nint error = outcome.Message is { } message ? Libgimp3.NewError(Libgimp3.Quark(ErrorDomain), 0, message) : 0;
        nint values = Libgimp3.NewReturnValues(procedure, outcome.Status.ToGimp(), error);
        if (outcome.Status == ProcedureStatus.Done)
        {
            for (int i = 0; i < outcome.Values.Count; i++)
                Write(Libgimp3.ReturnValue(values, i + 1), outcome.Values[i]);
        }

        return values;
    }

    /// <summary>Gets the numbers of items in an array that ends with 0.</summary>
    public static int[] Numbers(nint* items)
    {
        var numbers = new List<int>();
        for (; items != null && *items != 0; items++)
            numbers.Add(Libgimp3.ItemNumber(*items));
        return [.. numbers];
    }

    private static void AddArgument(nint procedure, ProcedureArgument argument)
    {
        (string name, string help) = (argument.Name, argument.Help);
        switch (argument.Kind)
        {
            case ArgumentKind.Image:
                Libgimp3.AddImage(procedure, name, name, help, 0, ReadWrite);
                break;
            case ArgumentKind.Drawable:
                Libgimp3.AddDrawable(procedure, name, name, help, 0, ReadWrite);
                break;
            case ArgumentKind.Integer:
                Libgimp3.AddInteger(
                    procedure, name, name, help, (int)argument.Minimum, (int)argument.Maximum, (int)argument.Default, ReadWrite);
                break;
            case ArgumentKind.Number:
                Libgimp3.AddNumber(procedure, name, name, help, argument.Minimum, argument.Maximum, argument.Default, ReadWrite);
                break;
            case ArgumentKind.Text:
                Libgimp3.AddText(procedure, name, name, help, "", ReadWrite);
                break;
            default:
                throw new NotSupportedException($"{name} is an argument of kind {argument.Kind}.");
        }
    }

    private static void AddResult(nint procedure, ProcedureArgument result)
    {
        (string name, string help) = (result.Name, result.Help);
        switch (result.Kind)
        {
            case ArgumentKind.Image:
                Libgimp3.AddImageResult(procedure, name, name, help, 1, ReadWrite);
                break;
            case ArgumentKind.Integer:
                Libgimp3.AddIntegerResult(procedure, name, name, help, int.MinValue, int.MaxValue, 0, ReadWrite);
                break;
            case ArgumentKind.Number:
                Libgimp3.AddNumberResult(procedure, name, name, help, double.MinValue, double.MaxValue, 0, ReadWrite);
                break;
            case ArgumentKind.Text:
                Libgimp3.AddTextResult(procedure, name, name, help, "", ReadWrite);
                break;
            case ArgumentKind.Texts:
                Libgimp3.AddTextsResult(procedure, name, name, help, ReadWrite);
                break;
            default:
                throw new NotSupportedException($"{name} is a return value of kind {result.Kind}.");
        }
    }

    private static object Read(nint config, ProcedureArgument argument)
    {
        PropertyValue value = default;
        Libgimp3.GetProperty(config, argument.Name, ref value);
        try
        {
            return argument.Kind switch
            {
                ArgumentKind.Number => Libgimp3.Number(value),
                ArgumentKind.Text => GimpText.Borrowed(Libgimp3.Text(value)),
                ArgumentKind.Image => Libgimp3.ImageNumber(Libgimp3.Object(value)),
                ArgumentKind.Drawable => Libgimp3.ItemNumber(Libgimp3.Object(value)),
                _ => Libgimp3.Integer(value),
            };
        }
        finally
        {
            Libgimp3.Unset(ref value);
        }
    }

    private static void Write(PropertyValue* to, object value)
    {
        switch (value)
        {
            case int number:
                Libgimp3.SetInteger(to, number);
                break;
            case double number:
                Libgimp3.SetNumber(to, number);
                break;
            case string text:
                Libgimp3.SetText(to, text);
                break;
            case ImageNumber image:
                Libgimp3.SetObject(to, Libgimp3.Image(image.Value));
                break;
            case IReadOnlyList<string> texts:
                nint* list = (nint*)Libgimp3.Allocate((nuint)((texts.Count + 1) * sizeof(nint)));
                for (int i = 0; i < texts.Count; i++)
                    list[i] = Libgimp3.Duplicate(texts[i]);
                Libgimp3.TakeBoxed(to, (nint)list);
                break;
            default:
                throw new NotSupportedException($"A {value.GetType().Name} cannot be returned to GIMP.");
        }
    }
}
