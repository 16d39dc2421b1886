using System.Diagnostics;
using System.Globalization;
using SrPlugin.Gimp.Tests.Editor;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Gimp.Tests;

/// <summary>GIMP with its windows on a screen in memory: the dialog, Repeat, one undo step.</summary>
public sealed class DialogTests : IDisposable
{
    private readonly VirtualScreen _screen = new();
    private readonly GimpProfile _profile = new();
    private readonly GimpSession _gimp;
    private readonly string _kept;

    public DialogTests()
    {
        _profile.Variables["DISPLAY"] = _screen.Display;
        _kept = _profile.PathOf("kept");
        _gimp = new GimpSession(_profile, hasWindows: true);
        _gimp.Evaluate(GimpFixture.Definitions);
        _gimp.Evaluate("(begin (define image (new-image 300 240 1 150)) (define layer (layer-of image)) (define display (car (gimp-display-new image))) (gimp-image-select-ellipse image 2 30 20 200 180))");
        _gimp.Evaluate($"(begin (probe-keep layer \"{_kept}\") (gimp-image-clean-all image) (gimp-displays-flush))");
    }

    public void Dispose()
    {
        _gimp.Dispose();
        _profile.Dispose();
        _screen.Dispose();
    }

    [Fact]
    public async Task Menu_DialogShownAcceptedRepeatedAndUndone()
    {
        Task<string> run = Task.Run(() => _gimp.Evaluate(Call("RUN-INTERACTIVE")));
        await Until(() => Trace().Any(line => line.EndsWith("\tdialog", StringComparison.Ordinal)));
        string dialog = await Window("Super Resolution");

        CheckControls();
        SaveScreenshot();
        _screen.Press(dialog, "Return");
        await run;

        ChangedPixels changed = Changed();
        changed.Outside.ShouldBe(0);
        changed.Inside.ShouldBeGreaterThan(1000);

        // One undo step: once Ctrl+Z, and every byte is as before.
        string image = (await Window("GNU Image Manipulation Program"));
        _screen.Press(image, "ctrl+z");
        await Until(() => Changed().IsNothing);

        // Filters ▸ Repeat runs with the values of the dialog: the same pixels again.
        string after = _profile.PathOf("after");
        _gimp.Evaluate("(define twin (car (gimp-image-duplicate image)))");
        _gimp.Evaluate(Call("RUN-WITH-LAST-VALS"));
        _gimp.Evaluate($"(probe-keep layer \"{after}\")");
        Changed().Inside.ShouldBe(changed.Inside);
        _gimp.Evaluate("(srplugin-restore twin (layer-of twin) \"photo-restore\")");
        ChangedPixels.Since(_gimp, "twin", "(layer-of twin)", after).IsNothing.ShouldBeTrue();
        File.ReadAllText(_profile.PathOf("gimp/srplugin/last-settings.json")).ShouldContain("photo-restore");
    }

    private static string Call(string mode) =>
        $"(plug-in-srplugin {mode} image layer \"\" \"\" \"\" \"\" 0 -1 -1 \"\" \"\" 0 -1 0 -1 -1 -1 \"\" \"\" -1 7 \"\")";

    private void CheckControls()
    {
        var controls = ControlManifest.Load();
        Dictionary<string, string[]> shown = Trace()
            .Select(line => line.Split('\t')).Where(parts => parts[1] == "control")
            .ToDictionary(parts => parts[2], parts => parts[3..]);
        string[] expected = ["preset", "model", "target", .. controls.Controls.Where(control => control.IsInRecipe).Select(control => control.Name)];

        shown.Keys.ShouldBe(expected, ignoreOrder: true);
        shown.Values.ShouldAllBe(parts => parts[1] == "1", "every control is on the screen");
        shown["preset"][2].ShouldBe((new PresetLibrary(controls, _profile.PathOf("home/.config/srplugin/presets")).Load().Presets.Count + 1).ToString(CultureInfo.InvariantCulture));
        foreach (Control control in controls.Controls.Where(control => control.IsInRecipe))
        {
            string[] parts = shown[control.Name];
            switch (control.Type)
            {
                case ControlType.Choice:
                    parts[2].ShouldBe(control.Choices!.Count.ToString(CultureInfo.InvariantCulture), control.Name);
                    break;
                case ControlType.Text:
                    parts[3].ShouldBe(control.Default!.Value.GetString(), control.Name);
                    break;
                default:
                    parts[2].ShouldBe(string.Create(CultureInfo.InvariantCulture, $"{control.Minimum}…{control.Maximum}"), control.Name);
                    break;
            }
        }

        shown["mode"][3].ShouldBe("restore", "photo-restore is what the dialog starts with");
        shown["blur"][3].ShouldBe("auto");
    }

    private void SaveScreenshot()
    {
        string file = Path.Combine(TestFolders.Root, "out", "gimp-dialog.png");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        _screen.Run("import", "-window", "root", file);
        new FileInfo(file).Length.ShouldBeGreaterThan(10_000, "a screen with a dialog is no plain colour");
    }

    private string[] Trace() => File.Exists(_profile.Trace) ? File.ReadAllLines(_profile.Trace) : [];

    private ChangedPixels Changed() => ChangedPixels.Since(_gimp, "image", "layer", _kept);

    private async Task<string> Window(string title)
    {
        string[] found = [];
        await Until(() => (found = _screen.Windows(title)).Length > 0);
        return found[0];
    }

    private async Task Until(Func<bool> holds)
    {
        var waited = Stopwatch.StartNew();
        while (!holds())
        {
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60), _gimp.Output);
            await Task.Delay(50);
        }
    }
}
