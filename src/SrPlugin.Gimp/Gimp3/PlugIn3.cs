using System.Runtime.InteropServices;
using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Gimp3;

/// <summary>
/// The plug-in as GIMP 3 sees it: a subclass of GimpPlugIn that names its procedures and makes them, started anew for every call of one.
/// </summary>
internal static unsafe class PlugIn3
{
    // GimpPlugInClass: its slots follow GObjectClass, and have done so in every version of GIMP 3.
    private const int FirstSlot = 136;
    private const int QuerySlot = 0;
    private const int CreateSlot = 2;
    private const int TranslationsSlot = 4;

    // GimpPDBProcType and GimpProcedureSensitivityMask.
    private const int PlugInProcedure = 1;
    private const int OneOrSeveralDrawables = 1 | 4;

    private static IProcedureSource? _procedures;

    /// <summary>Talks to GIMP until it is done.</summary>
    /// <param name="arguments">The program's arguments, without its name.</param>
    /// <param name="procedures">The procedures to register and to run.</param>
    /// <returns>The program's exit status.</returns>
    public static int Serve(IReadOnlyList<string> arguments, IProcedureSource procedures)
    {
        _procedures = procedures;
        RuntimeSignals.Keep();
        Gegl.Prepare();
        nuint parent = Libgimp3.PlugInType();
        Libgimp3.QueryType(parent, out TypeQuery sizes);
        nuint type = Libgimp3.RegisterType(parent, "SrPluginPlugIn", sizes.ClassSize, &InitializeClass, sizes.InstanceSize, 0, 0);
        return Libgimp3.RunPlugIn(type, arguments.Count + 1, PlugInArguments.ToNative(arguments));
    }

    [UnmanagedCallersOnly]
    private static void InitializeClass(nint type, nint data)
    {
        nint* slots = (nint*)(type + FirstSlot);
        slots[QuerySlot] = (nint)(delegate* unmanaged<nint, nint>)&Query;
        slots[CreateSlot] = (nint)(delegate* unmanaged<nint, byte*, nint>)&Create;

        // There are no translations; without this GIMP would look for them and complain.
        slots[TranslationsSlot] = 0;
    }

    [UnmanagedCallersOnly]
    private static nint Query(nint plugIn)
    {
        nint names = 0;
        try
        {
            foreach (ProcedureDefinition procedure in _procedures!.Definitions)
                names = Libgimp3.Append(names, Libgimp3.Duplicate(procedure.Name));
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine($"srplugin-gimp: the procedures could not be registered: {exception}");
        }

        return names;
    }

    [UnmanagedCallersOnly]
    private static nint Create(nint plugIn, byte* name)
    {
        try
        {
            return Create(plugIn, _procedures!.Define(GimpText.Borrowed((nint)name)));
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine($"srplugin-gimp: the procedure could not be registered: {exception}");
            return 0;
        }
    }

    private static nint Create(nint plugIn, ProcedureDefinition definition)
    {
        nint procedure = TakesRunMode(definition)
            ? Libgimp3.NewImageProcedure(plugIn, definition.Name, PlugInProcedure, &RunOnImage, 0, 0)
            : Libgimp3.NewProcedure(plugIn, definition.Name, PlugInProcedure, &Run, 0, 0);
        Libgimp3.SetDocumentation(procedure, definition.Blurb, definition.Help, null);
        Libgimp3.SetAttribution(procedure, PlugInArguments.Author, PlugInArguments.Copyright, PlugInArguments.Date);
        if (TakesRunMode(definition))
        {
            // Of any type and number: what cannot be worked on is said in words, not by a grey menu entry.
            Libgimp3.SetImageTypes(procedure, "*");
            Libgimp3.SetSensitivityMask(procedure, OneOrSeveralDrawables);
        }

        if (definition.MenuLabel is { } label)
            Libgimp3.SetMenuLabel(procedure, label);
        if (definition.MenuPath is { } path)
            Libgimp3.AddMenuPath(procedure, path);
        GimpValues3.Define(procedure, definition);
        return procedure;
    }

    private static bool TakesRunMode(ProcedureDefinition definition) => definition.Arguments is [{ Kind: ArgumentKind.RunMode }, ..];

    [UnmanagedCallersOnly]
    private static nint RunOnImage(nint procedure, int runMode, nint image, nint* drawables, nint config, nint data) =>
        Run(procedure, config, [runMode, Libgimp3.ImageNumber(image), GimpValues3.Numbers(drawables)]);

    [UnmanagedCallersOnly]
    private static nint Run(nint procedure, nint config, nint data) => Run(procedure, config, []);

    // Nothing may pass into C: whatever was not foreseen becomes a message too.
    private static nint Run(nint procedure, nint config, object[] leading)
    {
        RuntimeSignals.PutBack();
        Gegl.Start();
        ProcedureOutcome outcome;
        try
        {
            ProcedureDefinition definition = _procedures!.Define(GimpText.Borrowed(Libgimp3.ProcedureName(procedure)));
            outcome = _procedures.Run(new ProcedureCall(definition.Name, GimpValues3.Read(config, definition, leading)));
            return GimpValues3.Write(procedure, outcome);
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine($"srplugin-gimp: {exception}");
            return GimpValues3.Write(
                procedure, ProcedureOutcome.Failed($"Super Resolution failed: {exception.Message} The layer is unchanged."));
        }
    }
}
