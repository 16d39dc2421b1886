using System.Runtime.InteropServices;
using SrPlugin.Gimp.Gimp2.Native;
using SrPlugin.Gimp.Host;

namespace SrPlugin.Gimp.Gimp2;

/// <summary>The plug-in as GIMP 2.10 sees it: it registers procedures, and is started anew for every call of one.</summary>
internal static unsafe class PlugIn
{
    private const string Author = "The SrPlugin authors";
    private const string Copyright = "Apache-2.0";
    private const string Date = "2026";
    private const int PlugInProcedure = 1;

    private static Func<IReadOnlyList<ProcedureDefinition>> _procedures = () => [];
    private static Func<string, ProcedureDefinition> _define = _ => throw new InvalidOperationException("Nothing was registered.");
    private static Func<ProcedureCall, ProcedureOutcome> _run = _ => throw new InvalidOperationException("Nothing was registered.");

    /// <summary>Talks to GIMP until it is done.</summary>
    /// <param name="arguments">What GIMP started the program with, without the program's name.</param>
    /// <param name="procedures">What is registered.</param>
    /// <param name="define">Gives what is registered under a name.</param>
    /// <param name="run">Runs a call.</param>
    /// <returns>The program's exit status.</returns>
    public static int Serve(
        IReadOnlyList<string> arguments, Func<IReadOnlyList<ProcedureDefinition>> procedures, Func<string, ProcedureDefinition> define, Func<ProcedureCall, ProcedureOutcome> run)
    {
        (_procedures, _define, _run) = (procedures, define, run);
        RuntimeSignals.Keep();
        string[] all = [Environment.ProcessPath ?? "srplugin-gimp", .. arguments];
        byte** texts = (byte**)NativeMemory.AllocZeroed((nuint)all.Length + 1, (nuint)sizeof(byte*));
        for (int i = 0; i < all.Length; i++)
            texts[i] = (byte*)Marshal.StringToCoTaskMemUTF8(all[i]);
        var info = (GimpPlugInInfo*)NativeMemory.AllocZeroed((nuint)sizeof(GimpPlugInInfo));
        info->Query = &Query;
        info->Run = &Run;
        return Libgimp.RunPlugIn(info, all.Length, texts);
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
        foreach (ProcedureDefinition procedure in _procedures())
        {
            GimpParamDefinition[] arguments = GimpValues.Define(procedure.Arguments);
            GimpParamDefinition[] returns = GimpValues.Define(procedure.Returns);
            fixed (GimpParamDefinition* taken = arguments, returned = returns)
            {
                Libgimp.InstallProcedure(
                    procedure.Name, procedure.Blurb, procedure.Help, Author, Copyright, Date, procedure.MenuLabel,
                    procedure.MenuLabel is null ? null : "*", PlugInProcedure, arguments.Length, returns.Length, taken, returned);
            }

            if (procedure.MenuPath is { } path)
                _ = Libgimp.RegisterMenu(procedure.Name, path);
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
            ProcedureDefinition definition = _define(procedure);
            declared = definition.Returns;
            outcome = _run(new ProcedureCall(procedure, GimpValues.Read(definition.Arguments, new ReadOnlySpan<GimpParam>(arguments, count))));
        }
        catch (Exception exception)
        {
            // Nothing may pass into C: whatever was not foreseen becomes a message too.
            Console.Error.WriteLine($"srplugin-gimp: {exception}");
            outcome = ProcedureOutcome.Failed($"Super Resolution failed: {exception.Message} The layer is unchanged.");
        }

        (nint written, *returnCount) = GimpValues.Write(outcome, declared);
        *returns = (GimpParam*)written;
    }
}
