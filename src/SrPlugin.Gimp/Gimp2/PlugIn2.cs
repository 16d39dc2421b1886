using System.Runtime.InteropServices;
using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Gimp2;

/// <summary>The plug-in as GIMP 2.10 sees it: it registers procedures, and is started anew for every call of one.</summary>
internal static unsafe class PlugIn2
{
    private const int PlugInProcedure = 1;

    private static IProcedureSource? _procedures;

    /// <summary>Talks to GIMP until it is done.</summary>
    /// <param name="arguments">The program's arguments, without its name.</param>
    /// <param name="procedures">The procedures to register and to run.</param>
    /// <returns>The program's exit status.</returns>
    public static int Serve(IReadOnlyList<string> arguments, IProcedureSource procedures)
    {
        _procedures = procedures;
        RuntimeSignals.Keep();
        var info = (GimpPlugInInfo*)NativeMemory.AllocZeroed((nuint)sizeof(GimpPlugInInfo));
        info->Query = &Query;
        info->Run = &Run;
        return Libgimp2.RunPlugIn(info, arguments.Count + 1, PlugInArguments.ToNative(arguments));
    }

    [UnmanagedCallersOnly]
    private static void Query()
    {
        try
        {
            Register();
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine($"srplugin-gimp: the procedures could not be registered: {exception}");
        }
    }

    private static void Register()
    {
        foreach (ProcedureDefinition procedure in _procedures!.Definitions)
        {
            GimpParamDefinition[] arguments = GimpValues2.Define(procedure.Arguments);
            GimpParamDefinition[] returns = GimpValues2.Define(procedure.Returns);
            fixed (GimpParamDefinition* taken = arguments, returned = returns)
            {
                Libgimp2.InstallProcedure(
                    procedure.Name, procedure.Blurb, procedure.Help, PlugInArguments.Author, PlugInArguments.Copyright,
                    PlugInArguments.Date,
                    procedure.MenuLabel,
                    procedure.MenuLabel is null ? null : "*", PlugInProcedure, arguments.Length, returns.Length, taken, returned);
            }

            if (procedure.MenuPath is { } path)
                _ = Libgimp2.RegisterMenu(procedure.Name, path);
        }
    }

    [UnmanagedCallersOnly]
    private static void Run(byte* name, int count, GimpParam* arguments, int* returnCount, GimpParam** returns)
    {
        RuntimeSignals.PutBack();
        Gegl.Start();
        ProcedureOutcome outcome;
        IReadOnlyList<ProcedureArgument> declared = [];
        try
        {
            string procedure = Marshal.PtrToStringUTF8((nint)name) ?? "";
            ProcedureDefinition definition = _procedures!.Define(procedure);
            declared = definition.Returns;
            outcome = _procedures.Run(
                new ProcedureCall(procedure, GimpValues2.Read(definition.Arguments, new ReadOnlySpan<GimpParam>(arguments, count))));
        }
        catch (Exception exception)
        {
            // Nothing may pass into C: whatever was not foreseen becomes a message too.
            Console.Error.WriteLine($"srplugin-gimp: {exception}");
            outcome = ProcedureOutcome.Failed($"Super Resolution failed: {exception.Message} The layer is unchanged.");
        }

        (nint written, *returnCount) = GimpValues2.Write(outcome, declared);
        *returns = (GimpParam*)written;
    }
}
