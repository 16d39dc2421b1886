using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Gimp.Tests.Jobs;

/// <summary>The controls' manifest as a procedure's arguments.</summary>
public sealed class ScriptArgumentsTests
{
    private const int Leading = 6;
    private readonly ControlManifest _controls = ControlManifest.Load();
    private readonly ScriptArguments _arguments;

    public ScriptArgumentsTests() => _arguments = new ScriptArguments(_controls, new PresetLibrary(_controls, "/nonexistent"));

    private Control[] Shown => [.. _controls.Controls.Where(control => control.IsInRecipe)];

    [Fact]
    public void Define_EveryControl_IsAnArgumentWithItsHelpAndRange()
    {
        IReadOnlyList<ProcedureArgument> defined = _arguments.Define();

        defined.Skip(Leading).Select(argument => argument.Name).ShouldBe([.. Shown.Select(control => control.Name), "show-changes"]);
        foreach ((ProcedureArgument argument, Control control) in defined.Skip(Leading).Zip(Shown))
        {
            argument.Help.ShouldStartWith(control.Help);
            if (control.Choices is { } choices)
                choices.ShouldAllBe(choice => argument.Help.Contains($"\"{choice}\"", StringComparison.Ordinal));
            if (control.Maximum is { } maximum)
                argument.Help.ShouldContain(FormattableString.Invariant($"to {maximum}"));
        }
    }

    [Fact]
    public void Read_NothingSaid_IsThePreset()
    {
        EffectSettings settings = _arguments.Read(Call("old-scan", _ => null));

        Preset preset = new PresetLibrary(_controls, "/nonexistent").Load().Find("old-scan")!;
        settings.Recipe.Over(preset.Recipe).ShouldBe(settings.Recipe);
        settings.Recipe.Blur.ShouldBe(preset.Recipe.Blur);
    }

    [Fact]
    public void Read_LargestValues_GoBeforeThePreset()
    {
        EffectSettings settings = _arguments.Read(Call("old-scan", control => control.Type switch
        {
            ControlType.Number or ControlType.Integer => control.Maximum!.Value,
            ControlType.Choice => control.Choices![^1],
            _ => "some words",
        }));

        settings.Recipe.Scale.ShouldBe(8);
        settings.Recipe.Seed.ShouldBe(4294967295);
        settings.Recipe.Prompt.ShouldBe("some words");
        settings.Recipe.ColorFix.ShouldBe("none");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Read_LastArgument_SaysWhetherChangesAreShown(int value, bool isShown) =>
        _arguments.Read(Call("", _ => null, value)).ShowsChanges.ShouldBe(isShown);

    [Fact]
    public void Read_AboveTheRange_NamesEverythingThatIsWrong()
    {
        string message = Should.Throw<EffectException>(() => _arguments.Read(Call("", control => control.Name switch
        {
            "scale" => 9.0,
            "blur" => 1.5,
            "mode" => "shrink",
            _ => null,
        }))).Message;

        message.ShouldContain("scale is 9");
        message.ShouldContain("blur is 1.5");
        message.ShouldContain("shrink");
    }

    private ProcedureCall Call(string preset, Func<Control, object?> value, int showsChanges = 0) => new("plug-in-srplugin",
    [
        1, 2, new[] { 3 }, preset, "", "",
        .. Shown.Select(
            control => value(control) ?? (control.Type is ControlType.Number or ControlType.Integer ? control.Minimum!.Value - 1 : "")),
        showsChanges,
    ]);
}
