using System.Globalization;
using System.Text.Json;
using SrPlugin.Client;
using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests;

/// <summary>The effect as a person uses it: a photo, the pointer and the keyboard, and nothing but what is written on the screen to go by.</summary>
public abstract class MouseTests : IDisposable
{
    private const string ImageWindow = "chelsea.*GIMP$";
    private const int TriesPerDrag = 40;
    private readonly ScreenFixture _screen;
    private readonly GimpSession _gimp;
    private readonly string _kept;
    private readonly string _after;

    private protected MouseTests(GimpVersion version)
    {
        _screen = new ScreenFixture("test", "chelsea.png", version);
        _gimp = _screen.Gimp;
        (_kept, _after) = (_screen.Profile.PathOf("kept"), _screen.Profile.PathOf("after"));
    }

    public void Dispose()
    {
        _screen.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Selects, opens the dialog from the menu, previews, restores, undoes, repeats, shows again, searches and cancels.</summary>
    private protected async Task PlayStory()
    {
        await Select();
        _gimp.Evaluate($"(probe-keep layer \"{_kept}\")");

        // Filters ▸ Enhance ▸ Super Resolution…, a slider, the preview, OK.
        await Menu();
        await _screen.UntilNoted("estimated");
        (_, int row) = await _screen.Seen("Guidance");
        (int number, _) = await _screen.Seen("1.07");
        _screen.Screen.Click((number - 60, row));
        await _screen.Click("Preview");
        await _screen.UntilNoted("previewed");
        _screen.Photograph($"{_screen.Profile.Version.Program}-dialog.png");
        await Ok();

        ChangedPixels changed = Changed(_kept);
        changed.Selected.ShouldBeInRange(1000, changed.Total / 2, "a part of the photo is selected");
        changed.Outside.ShouldBe(0);
        changed.Inside.ShouldBeGreaterThan(changed.Selected / 3);
        double guidance = Guidance();
        guidance.ShouldBeGreaterThan(1.07, "the slider was moved");
        _gimp.Evaluate($"(probe-keep layer \"{_after}\")");

        await Press("ctrl+z");
        await _screen.Until(() => Changed(_kept).IsNothing, "undo");

        // Filters ▸ Repeat: the same again.
        _screen.ForgetTrace();
        await Press("ctrl+f");
        await _screen.UntilNoted("ended");
        Changed(_after).IsNothing.ShouldBeTrue("Repeat does what was done last");

        // Filters ▸ Re-Show: the dialog with what was set last.
        _screen.ForgetTrace();
        await Press("ctrl+shift+f");
        await _screen.UntilNoted("estimated");
        double.Parse(_screen.Shown("estimated")["guidance"][3], CultureInfo.InvariantCulture).ShouldBe(guidance, 0.01);
        await _screen.Click("Cancel");
        await _screen.UntilNoted("ended");
        _screen.Trace.ShouldContain("ended\tCancelled");
        Changed(_after).IsNothing.ShouldBeTrue();

        // The command search; and GIMP's Cancel in the middle of the job.
        _screen.ForgetTrace();
        await Search();
        await _screen.UntilNoted("estimated");
        (int x, int y) = await _screen.Seen("Prompt");
        _screen.Screen.Click((number - 60, y));
        _screen.Screen.Press("ctrl+a");
        _screen.Screen.Type("!test delay=100 tiles=3000");
        await _screen.Click("OK");
        var client = new SrPluginClient(new ClientOptions { Endpoint = _screen.Profile.Socket, StartsService = false });
        await _screen.Until(() => Running(client) == 1, "the job");
        await _screen.Click("Cancel");
        await _screen.Until(() => Running(client) == 0, "the end of the job");
        Changed(_after).IsNothing.ShouldBeTrue("a cancelled job changes nothing");
    }

    private async Task Select()
    {
        await _screen.Until(() => _screen.Screen.Windows(ImageWindow).Length > 0, "the photo's window");
        _gimp.Evaluate("(begin (define image (first-image)) (define layer (layer-of image)))");
        VirtualScreen.Area window = _screen.Screen.AreaOf(_screen.Screen.Windows(ImageWindow)[0]).ShouldNotBeNull();
        (int x, int y) = (window.X + (window.Width / 2), window.Y + (window.Height / 2));

        // A person who sees nothing selected drags again: on a busy machine the first drag may come before the canvas listens.
        int tried = 0;
        await _screen.Until(
            () =>
            {
                if (tried++ % TriesPerDrag == 0)
                {
                    _screen.Screen.Press(_screen.Screen.Windows(ImageWindow)[0], "r");
                    _screen.Screen.Drag((x - 70, y - 60), (x + 80, y + 50));
                }

                return _gimp.Number("(car (gimp-selection-is-empty image))") == 0;
            },
            "the selection");
    }

    private async Task Menu()
    {
        await _screen.Click("Filters");
        await _screen.Hover("Enhance");
        await _screen.Click("Super");
    }

    private async Task Ok()
    {
        await _screen.Click("OK");
        await _screen.UntilNoted("ended");
        _screen.Trace.ShouldContain("ended\tDone");
    }

    private async Task Search()
    {
        await Press("slash");
        await _screen.Until(() => _screen.Screen.Windows("Search Actions").Length > 0, "the command search");
        _screen.Screen.Type("super resolution");
        await _screen.Seen("Super");
        _screen.Screen.Press("Return");
    }

    private Task Press(string keys) => _screen.Press(ImageWindow, keys);

    private double Guidance()
    {
        using JsonDocument settings = JsonDocument.Parse(File.ReadAllText(_screen.Profile.PathOf("gimp/srplugin/last-settings.json")));
        return settings.RootElement.GetProperty("recipe").GetProperty("guidance").GetDouble();
    }

    private static int Running(SrPluginClient client) =>
        client.GetHealthAsync(CancellationToken.None).GetAwaiter().GetResult() is { } health ? health.RunningJobs + health.QueuedJobs : -1;

    private ChangedPixels Changed(string file) => ChangedPixels.Since(_gimp, "image", "layer", file);
}
