using SrPlugin.Gimp.Dialog;
using SrPlugin.Gimp.Gimp2;
using SrPlugin.Gimp.Gimp3;
using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Gimp.Native;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Gimp;

/// <summary>The plug-in's program. GIMP starts it: once to learn its procedures, then for every call of one.</summary>
internal static class Program
{
    private const int Usage = 64;

    private static int Main(string[] arguments)
    {
        HostProbe probe = HostProbe.Of(arguments);
        if (probe.Problem is { } problem)
        {
            Console.Error.WriteLine($"srplugin-gimp: {problem}");
            return Usage;
        }

        NativeLibraries.IsGimp3 = probe.IsGimp3;
        GimpSeries gimp = probe.IsGimp3 ? new Gimp3Series() : new Gimp2Series();
        if (!NativeLibraries.GimpIsInstalled)
        {
            Console.Error.WriteLine($"srplugin-gimp: {NativeLibraries.FileName(NativeLibraries.Gimp)} is missing; install {gimp.Name}.");
            return Usage;
        }

        // While GIMP's libraries start on this thread, the rest gets ready on others: somebody waits for it.
        var service = new ClientService();
        var procedures = new LateProcedures(Task.Run(() => Compose(gimp, service)));
        if (arguments.Contains("-run"))
            _ = Task.Run(service.PrepareAsync);
        return gimp.Serve(arguments, procedures);
    }

    private static ProcedureSet Compose(GimpSeries gimp, IRestorationService service)
    {
        var trace = new Trace();
        var editor = new GimpEditor(gimp);
        var controls = ControlManifest.Load();
        var presets = new PresetLibrary(controls);
        var arguments = new ScriptArguments(controls, presets);
        var effect = new SuperResolution(editor, service, trace);
        var dialog = new SettingsDialog(gimp, editor, service, controls, presets, trace);
        var last = new LastSettings(editor, controls);
        return new ProcedureSet(
            [
                new EffectProcedure(arguments, effect, dialog, last, editor),
                new RestoreProcedure(arguments, effect, editor),
                new UpscaleProcedure(arguments, effect, editor),
                new EstimateProcedure(editor, service),
                new BatchProcedure(arguments, new BatchRun(editor, effect, Console.Out)),
                new ListProcedure(
                    "srplugin-presets", "presets",
                    () => [.. presets.Load().Presets.Select(preset => $"{preset.Name}: {preset.Description}")]),
                new ListProcedure("srplugin-models", "models", () =>
                    [.. ForegroundWait.Run(_ => service.GetModelsAsync(CancellationToken.None), _ => { }).Models
                    .Select(model => $"{model.Id}: {model.Description}")]),
            ],
            trace);
    }

    private sealed class LateProcedures(Task<ProcedureSet> procedures) : IProcedureSource
    {
        public IReadOnlyList<ProcedureDefinition> Definitions => Procedures.Definitions;

        private ProcedureSet Procedures => procedures.GetAwaiter().GetResult();

        public ProcedureDefinition Define(string name) => Procedures.Define(name);

        public ProcedureOutcome Run(ProcedureCall call) => Procedures.Run(call);
    }
}
