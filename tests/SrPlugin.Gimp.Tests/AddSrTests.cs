using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests;

/// <summary>The built-in AddSR model in a real GIMP.</summary>
public sealed class AddSrTests : IDisposable
{
    private readonly ScreenFixture _screen = new("real");

    public void Dispose() => _screen.Dispose();

    [Fact]
    public async Task AddSr_StepsAndRefinement_ReachTheServiceFromScriptsAndFromTheDialog()
    {
        _screen.Gimp.Evaluate("(define image (new-image 20 16 0 150))");
        byte[] twoSteps = Restore(2, 0.25);
        Restore(1, 0.25).ShouldNotBe(twoSteps);
        Restore(2, 1).ShouldNotBe(twoSteps);

        string settings = _screen.Profile.PathOf("gimp/srplugin/last-settings.json");
        Directory.CreateDirectory(Path.GetDirectoryName(settings)!);
        File.WriteAllText(
            settings, """{ "preset": "", "recipe": { "model": "tiny-addsr", "mode": "restore", "steps": 2, "refinement": 0.25 } }""");
        _screen.Gimp.Evaluate("(gimp-display-new image)");
        Task run = Task.Run(() => _screen.Gimp.Evaluate(Call("RUN-INTERACTIVE", "image", 0, -1)));
        await _screen.UntilNoted("estimated");
        await _screen.Press("Super Resolution", "Return");
        await run;

        Dictionary<string, string[]> shown = _screen.Shown("estimated");
        shown["steps"][1..].ShouldBe(["folded-on", "1…4", "2"]);
        shown["refinement"][1..].ShouldBe(["folded-on", "0…1", "0.25"]);
        shown["conditioning-scale"][1].ShouldBe("folded-on");
        shown["blur"][1].ShouldBe("off", "an AddSR model knows no scores");
        shown["start-timestep"][1].ShouldBe("folded-off");
        Bytes("image").ShouldBe(twoSteps);
    }

    private byte[] Restore(int steps, double refinement)
    {
        _screen.Gimp.Evaluate("(define twin (car (gimp-image-duplicate image)))");
        _screen.Gimp.Evaluate(Call("RUN-NONINTERACTIVE", "twin", steps, refinement));
        return Bytes("twin");
    }

    private byte[] Bytes(string image)
    {
        string file = _screen.Profile.PathOf("bytes");
        _screen.Gimp.Evaluate($"(probe-keep (layer-of {image}) \"{file}\")");
        return File.ReadAllBytes(file);
    }

    private static string Call(string mode, string image, int steps, double refinement) => EffectCall.Of(
        mode, image, $"(layer-of {image})", ("model", "tiny-addsr"), ("mode", "restore"), ("steps", steps), ("refinement", refinement));
}
