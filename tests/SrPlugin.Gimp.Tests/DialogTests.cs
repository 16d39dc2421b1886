using System.Globalization;
using SrPlugin.Gimp.Tests.Editor;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Gimp.Tests;

/// <summary>GIMP with its windows on a screen in memory: the dialog, Repeat, undo.</summary>
public sealed class DialogTests : IClassFixture<ScreenFixture>
{
    private const string Dialog = "Super Resolution";
    private const string ImageWindow = "– GIMP$";
    private readonly ScreenFixture _screen;
    private readonly GimpSession _gimp;
    private readonly string _kept;

    public DialogTests(ScreenFixture screen)
    {
        _screen = screen;
        _gimp = screen.Gimp;
        _kept = screen.Profile.PathOf(Path.GetRandomFileName());
        screen.ForgetTrace();
        Directory.CreateDirectory(Path.GetDirectoryName(LastSettings)!);
    }

    [Fact]
    public async Task Menu_DialogAcceptedUndoneAndRepeated_DoesTheSameTwice()
    {
        File.Delete(LastSettings);
        Prepare(1, 150);
        Task<string> run = Task.Run(() => _gimp.Evaluate(Call("RUN-INTERACTIVE")));
        await _screen.UntilNoted("estimated");

        CheckControls();
        _screen.Photograph("gimp-dialog.png");
        await _screen.Press(Dialog, "Return");
        await run;

        ChangedPixels changed = Changed();
        changed.Outside.ShouldBe(0);
        changed.Inside.ShouldBeGreaterThan(1000);
        await _screen.Press(ImageWindow, "ctrl+z");
        await _screen.Until(() => Changed().IsNothing, "undo");

        // Filters ▸ Repeat runs with the values of the dialog, and does what a script does with the same preset.
        string after = _screen.Profile.PathOf("after");
        _gimp.Evaluate("(define twin (car (gimp-image-duplicate image)))");
        _gimp.Evaluate(Call("RUN-WITH-LAST-VALS"));
        _gimp.Evaluate($"(probe-keep layer \"{after}\")");
        Changed().Inside.ShouldBe(changed.Inside);
        _gimp.Evaluate("(srplugin-restore twin (layer-of twin) \"photo-restore\")");
        ChangedPixels.Since(_gimp, "twin", "(layer-of twin)", after).IsNothing.ShouldBeTrue();
        File.ReadAllText(LastSettings).ShouldContain("photo-restore");
    }

    [Fact]
    public async Task Dialog_Cancelled_ChangesAndRemembersNothing()
    {
        File.Delete(LastSettings);
        Prepare(0, 150);
        Task run = Task.Run(() => _gimp.Evaluate(Call("RUN-INTERACTIVE")));
        await _screen.UntilNoted("dialog");

        await _screen.Press(Dialog, "Escape");
        await run;

        _screen.Trace.ShouldContain("ended\tCancelled");
        _screen.Trace.ShouldNotContain("written");
        Changed().IsNothing.ShouldBeTrue();
        File.Exists(LastSettings).ShouldBeFalse();
    }

    [Fact]
    public async Task Dialog_PreviewTicked_ShowsThePatchAndLeavesTheLayer()
    {
        Prepare(1, 600);
        Task run = Task.Run(() => _gimp.Evaluate(Call("RUN-INTERACTIVE")));
        await _screen.UntilNoted("estimated");

        await _screen.Press(Dialog, "alt+p");
        await _screen.UntilNoted("previewed");
        _screen.Photograph("gimp-dialog-preview.png");
        await _screen.Press(Dialog, "Escape");
        await run;

        int[] size = [.. _screen.Trace.First(line => line.StartsWith("previewed\t", StringComparison.Ordinal)).Split('\t').Skip(1).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        size[0].ShouldBeInRange(50, 300, "a patch, not the whole layer");
        size[1].ShouldBeInRange(50, 300);
        Changed().IsNothing.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(3, 150)]
    [InlineData(1, 250)]
    [InlineData(0, 300)]
    [InlineData(1, 350)]
    [InlineData(1, 500)]
    [InlineData(2, 600)]
    [InlineData(1, 750)]
    public async Task Undo_AnyPrecision_RestoresEveryByte(int type, int precision)
    {
        Prepare(type, precision);

        _gimp.Evaluate("(srplugin-restore image layer \"photo-restore\")");
        Changed().Inside.ShouldBeGreaterThan(1000);
        await _screen.Press(ImageWindow, "ctrl+z");

        await _screen.Until(() => Changed().IsNothing, "undo");
    }

    [Fact]
    public async Task Undo_WholeImageEnlarged_IsOneStep()
    {
        Prepare(1, 150);

        _gimp.Evaluate("(srplugin-upscale image layer \"\" 2 \"whole-image\")");
        _gimp.Number("(car (gimp-image-width image))").ShouldBe(600);
        await _screen.Press(ImageWindow, "ctrl+z");

        await _screen.Until(() => _gimp.Number("(car (gimp-image-width image))") == 300, "undo");
        Changed().IsNothing.ShouldBeTrue();
    }

    private string LastSettings => _screen.Profile.PathOf("gimp/srplugin/last-settings.json");

    private static string Call(string mode) =>
        $"(plug-in-srplugin {mode} image layer \"\" \"\" \"\" \"\" 0 -1 -1 \"\" \"\" 0 -1 0 -1 -1 -1 \"\" \"\" -1 7 \"\")";

    private void Prepare(int type, int precision)
    {
        _gimp.Evaluate($"(begin (define image (new-image 300 240 {type} {precision})) (define layer (layer-of image)) (gimp-display-new image) (gimp-image-select-ellipse image 2 30 20 200 180))");
        _gimp.Evaluate($"(begin (probe-keep layer \"{_kept}\") (gimp-displays-flush))");
    }

    private void CheckControls()
    {
        var controls = ControlManifest.Load();
        Control[] expected = [.. controls.Controls.Where(control => control.IsInRecipe)];
        Dictionary<string, string[]> shown = _screen.Trace
            .Select(line => line.Split('\t')).Where(parts => parts[0] == "control" && parts[1] == "estimated")
            .ToDictionary(parts => parts[2], parts => parts[3..]);

        shown.Keys.ShouldBe(["preset", "model", "target", .. expected.Select(control => control.Name)], ignoreOrder: true);
        shown["preset"][2].ShouldBe((new PresetLibrary(controls, "/nonexistent").Load().Presets.Count + 1).ToString(CultureInfo.InvariantCulture));
        int.Parse(shown["model"][2], CultureInfo.InvariantCulture).ShouldBeGreaterThan(1, "the service's models");
        foreach (Control control in expected)
        {
            string[] parts = shown[control.Name];
            bool isUsable = control.Applies("s3diff") && control.Name != "scale";
            parts[1].ShouldBe(isUsable ? "on" : "off", control.Name);
            switch (control.Type)
            {
                case ControlType.Choice:
                    parts[2].ShouldBe(control.Choices!.Count.ToString(CultureInfo.InvariantCulture), control.Name);
                    break;
                case ControlType.Text:
                    parts[3].ShouldNotBeEmpty(control.Name);
                    break;
                default:
                    parts[2].ShouldBe(string.Create(CultureInfo.InvariantCulture, $"{control.Minimum}…{control.Maximum}"), control.Name);
                    break;
            }
        }

        shown["mode"][3].ShouldBe("restore", "photo-restore is what the dialog starts with");
        shown["target"][1].ShouldBe("off", "nothing becomes larger in mode restore");
        shown["blur"][3].ShouldStartWith("auto ");
        shown["noise"][3].ShouldStartWith("auto ");
        double.Parse(shown["noise"][3]["auto ".Length..], CultureInfo.InvariantCulture).ShouldBeGreaterThan(0.1, "estimated for a layer of noise, not the slider's lower end");
    }

    private ChangedPixels Changed() => ChangedPixels.Since(_gimp, "image", "layer", _kept);
}
