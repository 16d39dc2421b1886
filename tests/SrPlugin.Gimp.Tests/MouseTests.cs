using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SrPlugin.Client;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Gimp.Tests.Editor;
using SrPlugin.Testing.Web;

namespace SrPlugin.Gimp.Tests;

/// <summary>
/// The effect as a person uses it: a photo, the pointer and the keyboard, and nothing but what is written on the screen to go by.
/// </summary>
public abstract class MouseTests : IDisposable
{
    private const string ImageWindow = "chelsea.*GIMP$";
    private const int TriesPerDrag = 40;

    // The photo is RGB with 8 bits.
    private const int BytesPerPixel = 3;

    // From the corner of the dialog to that of its picture, about.
    private const int PictureMargin = 18;

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

    /// <summary>
    /// Selects, opens the dialog from the menu, previews, restores, undoes, repeats, shows again, gets a model, searches and cancels.
    /// </summary>
    private protected async Task PlayStory()
    {
        await Select();
        _gimp.Evaluate($"(probe-keep layer \"{_kept}\")");

        // Filters ▸ Enhance ▸ Super Resolution…: the preview comes by itself, and again when a slider was moved.
        await Menu();
        await _screen.UntilNoted("previewed");
        Number(_screen.Shown("estimated")["strength"][3]).ShouldBe(1);
        (int number, int row) = await _screen.Seen("1.00");
        _screen.Screen.Click((number - 100, row));
        await _screen.Until(() => Previews().Length > 1, "a second preview");
        _screen.Photograph($"{_screen.Profile.Version.Program}-dialog.png");

        // The line between before and after, the picture itself, and the button that shows it as it was.
        VirtualScreen.Area window = _screen.Screen.Topmost();
        (int left, int top) = (window.X + PictureMargin, window.Y + PictureMargin);
        _screen.Screen.Drag((left + (PreviewPatch.Side / 2), top + 300), (left + 100, top + 300));
        await _screen.UntilNoted("line");
        Number(Noted("line")[0]).ShouldBe(100.0 / PreviewPatch.Side, 0.05);
        _screen.Screen.Drag((left + 300, top + 200), (left + 260, top + 160));
        await _screen.UntilNoted("moved");
        await _screen.Hold("before", () => _screen.UntilNoted("held\tTrue"));
        await _screen.UntilNoted("held\tFalse");

        // Three at once, of which one is taken.
        await _screen.Click("three");
        await _screen.UntilNoted("tried");
        _screen.Photograph($"{_screen.Profile.Version.Program}-three.png");
        int count = Previews().Length;
        await _screen.Click("gentle");
        await _screen.UntilNoted("variant");
        double strength = Number(_screen.Shown("variant")["strength"][3]);
        strength.ShouldBeInRange(0.01, 0.5, "half of what the slider said");

        // What is set, as a preset.
        await _screen.Click("preset");
        await _screen.Until(() => _screen.Screen.Windows("Save as preset").Length > 0, "the question for a name");
        _screen.Screen.Type("My cats");
        _screen.Screen.Press("Return");
        await _screen.UntilNoted("saved");
        File.ReadAllText(_screen.Profile.PathOf("home/.config/srplugin/presets/my-cats.json")).ShouldContain("My cats");
        await _screen.Until(() => Previews().Length > count, "the preview of what was chosen");
        await Ok();

        ChangedPixels changed = Changed(_kept);
        changed.Selected.ShouldBeInRange(1000, changed.Total / 2, "a part of the photo is selected");
        changed.Outside.ShouldBe(0);
        changed.Inside.ShouldBeGreaterThan(changed.Selected / 3);
        LastRecipe().GetProperty("strength").GetDouble().ShouldBe(strength, 0.001);
        _gimp.Evaluate($"(probe-keep layer \"{_after}\")");
        PreviewShowedTheResult();

        await Press("ctrl+z");
        await _screen.Until(() => Changed(_kept).IsNothing, "undo");

        // Filters ▸ Repeat: the same again.
        _screen.ForgetTrace();
        await Press("ctrl+f");
        await _screen.UntilNoted("ended");
        Changed(_after).IsNothing.ShouldBeTrue("Repeat does what was done last");

        // Filters ▸ Re-Show: the dialog with what was set last. A model is downloaded in it and used.
        await using ModelServer web = await OfferModel();
        _screen.ForgetTrace();
        await Press("ctrl+shift+f");
        await _screen.UntilNoted("catalogue");
        Number(_screen.Shown("estimated")["strength"][3]).ShouldBe(strength, 0.001);
        await GetModel(web);
        await Ok();
        LastRecipe().GetProperty("model").GetString().ShouldBe("kestrel");
        Changed(_after).Inside.ShouldBeGreaterThan(0);
        await Press("ctrl+z");
        await _screen.Until(() => Changed(_after).IsNothing, "undo");

        // The command search; and GIMP's Cancel in the middle of the job.
        _screen.ForgetTrace();
        await Search();
        await _screen.UntilNoted("estimated");
        await _screen.Click("Advanced");
        (_, int y) = await _screen.Seen("Prompt");
        _screen.Screen.Click((number, y));
        _screen.Screen.Press("ctrl+a");
        _screen.Screen.Type("!test delay=100 tiles=3000");
        await _screen.Click("OK");
        var client = new SrPluginClient(new ClientOptions { Endpoint = _screen.Profile.Socket, StartsService = false });
        await _screen.Until(() => Running(client) == 1, "the job");
        await _screen.Click("Cancel");
        await _screen.Until(() => Running(client) == 0, "the end of the job");
        Changed(_after).IsNothing.ShouldBeTrue("a cancelled job changes nothing");
    }

    // A model in the service's catalogue that is not on this machine, and the server that has it.
    private async Task<ModelServer> OfferModel()
    {
        ModelServer web = await ModelServer.StartAsync();
        byte[] content = [.. "kestrel"u8, .. new byte[16_000_000]];
        Directory.CreateDirectory(Path.Combine(_screen.Profile.Models, "catalogue"));
        File.WriteAllText(Path.Combine(_screen.Profile.Models, "catalogue", "kestrel.json"), $$$"""
            {"id": "kestrel", "name": "Kestrel", "description": "Sees small things.", "pipeline": "s3diff",
             "licence": {"name": "Field", "terms": "For <tests> only.", "url": "https://example.org/l"},
             "files": [{"path": "notes.txt", "size": {{{content.Length}}}, "sources": ["{{{web.AddFile("notes.txt", content)}}}"], "signature": {"startsWith": "kestrel"}}]}
            """);
        return web;
    }

    // The model's licence, a download that fails, one that is cancelled, and one that arrives.
    private async Task GetModel(ModelServer web)
    {
        await _screen.Click("usual");
        await _screen.Click("Kestrel");
        await _screen.UntilNoted("offered\tkestrel\t1");
        await _screen.SeenAll("Field", "accept", "before");
        _screen.Photograph($"{_screen.Profile.Version.Program}-model.png");
        _screen.Screen.Press("alt+o");
        await _screen.UntilNoted("says\tKestrel is not on this machine yet: get it first, or choose another model.");

        // Where they are now: what the dialog says takes a row.
        (int, int)[] places = await _screen.SeenAll("Field", "accept", "before");

        web.Faults = _ => new ServerFault { Status = 404 };
        _screen.Screen.Click(places[1]);
        await _screen.Click("Get");
        await _screen.UntilNoted("not-got");
        Noted("not-got")[0].ShouldContain("404");

        // For many minutes; the dialog does what it is told meanwhile.
        web.Faults = _ => new ServerFault { Pause = TimeSpan.FromMilliseconds(300) };
        _screen.Screen.Press("alt+g");
        await _screen.Until(
            () =>
                _screen.Trace.Any(
                    line =>
                        line.StartsWith("download\tKestrel: Downloading", StringComparison.Ordinal)
                            && line.EndsWith(" left", StringComparison.Ordinal)),
            "speed and time");
        _screen.Photograph($"{_screen.Profile.Version.Program}-download.png");
        await _screen.Hold(places[2], () => _screen.UntilNoted("held\tTrue"));
        await _screen.UntilNoted("held\tFalse");
        await _screen.Click("download");
        await _screen.Until(
            () => Noted("not-got")[0].StartsWith("The download was cancelled", StringComparison.Ordinal), "the end of the download");

        web.Faults = _ => null;
        _screen.Screen.Press("alt+g");
        await _screen.UntilNoted("arrived");
        _screen.Shown("arrived")["model"][3].ShouldBe("kestrel");
        web.Requests.Last().Range.ShouldNotBeNull("what had arrived is used");
        await _screen.UntilNoted("previewed");
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

    private JsonElement LastRecipe()
    {
        using JsonDocument settings = JsonDocument.Parse(File.ReadAllText(_screen.Profile.PathOf("gimp/srplugin/last-settings.json")));
        return settings.RootElement.GetProperty("recipe").Clone();
    }

    // Pixel for pixel: all of the selection was to be seen, so the preview's job was the effect's.
    private void PreviewShowedTheResult()
    {
        string[] preview = Noted("previewed");
        int[] area = [.. preview.Take(4).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        int width = (int)_gimp.Number("(width-of layer)");
        byte[] layer = File.ReadAllBytes(_after);
        using var samples = new MemoryStream();
        for (int y = area[3]; y < area[3] + area[1]; y++)
            samples.Write(layer, ((y * width) + area[2]) * BytesPerPixel, area[0] * BytesPerPixel);
        Convert.ToHexString(SHA256.HashData(samples.ToArray())).ShouldBe(preview[4]);
    }

    private string[] Previews() => [.. _screen.Trace.Where(line => line.StartsWith("previewed\t", StringComparison.Ordinal))];

    // What was noted last with a step.
    private string[] Noted(string step) =>
        _screen.Trace.Last(line => line.StartsWith(step + "\t", StringComparison.Ordinal)).Split('\t')[1..];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static int Running(SrPluginClient client) =>
        client.GetHealthAsync(CancellationToken.None).GetAwaiter().GetResult() is { } health ? health.RunningJobs + health.QueuedJobs : -1;

    private ChangedPixels Changed(string file) => ChangedPixels.Since(_gimp, "image", "layer", file);
}
