using System.Globalization;
using NSubstitute;
using SrPlugin.Client;
using SrPlugin.Gimp.Tests.Editor;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Gimp.Tests;

/// <summary>GIMP with its windows on a screen in memory: the dialog, Repeat, undo.</summary>
[Collection(Gimp2ScreenCollection.Name)]
public sealed class DialogTests
{
    private const string Dialog = "Super Resolution";
    private const string ImageWindow = "– GIMP$";
    private readonly ScreenFixture _screen;
    private readonly GimpSession _gimp;
    private readonly string _kept;

    public DialogTests(Gimp2ScreenFixture screen)
    {
        _screen = screen;
        _gimp = screen.Gimp;
        _kept = screen.Profile.PathOf(Path.GetRandomFileName());
        screen.ForgetTrace();
        Directory.CreateDirectory(Path.GetDirectoryName(LastSettings)!);
        File.Delete(LastSettings);
    }

    [Fact]
    public async Task Menu_DialogAcceptedUndoneAndRepeated_DoesTheSameTwice()
    {
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
    public async Task Dialog_Open_PreviewsAPatchWithTheEstimateAndLeavesTheLayer()
    {
        Prepare(1, 600);
        Task run = Task.Run(() => _gimp.Evaluate(Call("RUN-INTERACTIVE")));
        await _screen.UntilNoted("previewed");
        _screen.Photograph("gimp-dialog-preview.png");
        await _screen.Press(Dialog, "Escape");
        await run;

        string[] previews = [.. _screen.Trace.Where(line => line.StartsWith("previewing\t", StringComparison.Ordinal))];
        (double blur, double noise) = Estimate();
        string[] last = previews.ShouldHaveSingleItem("what is not known yet is waited for").Split('\t');
        Number(last[1]["blur ".Length..]).ShouldBe(blur, 1e-4);
        Number(last[2]["noise ".Length..]).ShouldBe(noise, 1e-4);
        Changed().IsNothing.ShouldBeTrue();
    }

    [Fact]
    public async Task Dialog_PreviewSwitchedOffWhileTheServiceIsBusy_ComputesNone()
    {
        Prepare(1, 150);
        _gimp.Evaluate("(srplugin-models)");
        using var busy = new CancellationTokenSource();
        Task occupied = await OccupyServiceAsync(busy.Token);
        Task run = Task.Run(() => _gimp.Evaluate(Call("RUN-INTERACTIVE")));
        await _screen.UntilNoted("dialog");

        await _screen.Press(Dialog, "alt+p");
        await busy.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(occupied);
        await _screen.UntilNoted("catalogue");
        await _screen.Press(Dialog, "Escape");
        await run;

        _screen.Trace.ShouldNotContain(line => line.StartsWith("previewing\t", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dialog_ResetAfterManualScores_ShowsTheEstimate()
    {
        File.WriteAllText(LastSettings, """{ "preset": "", "recipe": { "mode": "restore", "blur": 0.83, "noise": 0.03 } }""");
        Prepare(1, 150);
        Task run = Task.Run(() => _gimp.Evaluate(Call("RUN-INTERACTIVE")));
        await _screen.UntilNoted("estimated");

        await _screen.Press(Dialog, "alt+r");
        await _screen.UntilNoted("reset");
        await _screen.Press(Dialog, "Escape");
        await run;

        _screen.Shown("estimated")["blur"][3].ShouldBe("0.83", "set by hand, whatever is estimated");
        (double blur, double noise) = Estimate();
        Number(_screen.Shown("reset")["blur"][3]["auto ".Length..]).ShouldBe(blur, 0.006);
        Number(_screen.Shown("reset")["noise"][3]["auto ".Length..]).ShouldBe(noise, 0.006);
    }

    private string LastSettings => _screen.Profile.PathOf("gimp/srplugin/last-settings.json");

    private static string Call(string mode) => EffectCall.Of(mode, "image", "layer");

    private void Prepare(int type, int precision)
    {
        _gimp.Evaluate(
            $"(begin (define image (new-image 300 240 {type} {precision})) (define layer (layer-of image)) (gimp-display-new image) "
                + $"(gimp-image-select-ellipse image 2 30 20 200 180))");
        _gimp.Evaluate($"(begin (probe-keep layer \"{_kept}\") (gimp-displays-flush))");
    }

    private void CheckControls()
    {
        var controls = ControlManifest.Load();
        Control[] expected = [.. controls.Controls.Where(control => control.IsInRecipe)];
        Dictionary<string, string[]> shown = _screen.Shown("estimated");

        shown.Keys.ShouldBe(["preset", "model", "target", "show-changes", .. expected.Select(control => control.Name)], ignoreOrder: true);
        shown["preset"][2].ShouldBe(
            (new PresetLibrary(controls, "/nonexistent").Load().Presets.Count + 1).ToString(CultureInfo.InvariantCulture));
        int.Parse(shown["model"][2], CultureInfo.InvariantCulture).ShouldBeGreaterThan(1, "the service's models");
        foreach (Control control in expected)
        {
            string[] parts = shown[control.Name];
            bool isUsable = control.Applies("s3diff") && control.Name != "scale";
            parts[1].ShouldBe((control.Advanced ? "folded-" : "") + (isUsable ? "on" : "off"), control.Name);
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
        shown["target"][1..3].ShouldBe(["on", "3"]);
        shown["blur"][3].ShouldStartWith("auto ");
        shown["noise"][3].ShouldStartWith("auto ");
        double.Parse(shown["noise"][3]["auto ".Length..], CultureInfo.InvariantCulture)
            .ShouldBeGreaterThan(0.1, "estimated for a layer of noise, not the slider's lower end");
    }

    private (double Blur, double Noise) Estimate()
    {
        _gimp.Evaluate("(define scores (srplugin-estimate image layer))");
        return (_gimp.Number("(car scores)"), _gimp.Number("(cadr scores)"));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // A job of the service's that what the dialog asks has to wait for.
    private async Task<Task> OccupyServiceAsync(CancellationToken cancellationToken)
    {
        var client = new SrPluginClient(new ClientOptions { Endpoint = _screen.Profile.Socket, StartsService = false });
        var request = new JobRequest
        {
            Width = 8,
            Height = 8,
            Channels = 1,
            SampleFormat = SampleFormat.UInt8,
            Recipe = new Recipe { Mode = "restore", Prompt = "!test delay=20 tiles=30000" },
        };
        var begun = new TaskCompletionSource();
        var progress = Substitute.For<IProgress<JobProgress>>();
        progress.When(heard => heard.Report(Arg.Is<JobProgress>(news => news.Stage == "denoise"))).Do(_ => begun.TrySetResult());
        Task<UpscaleResult> job = client.UpscaleAsync(request, new byte[64], default, progress, cancellationToken);
        await await Task.WhenAny(begun.Task, job);
        return job;
    }

    private ChangedPixels Changed() => ChangedPixels.Since(_gimp, "image", "layer", _kept);
}
