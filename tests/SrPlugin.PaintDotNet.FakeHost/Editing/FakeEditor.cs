using PaintDotNet.Effects;
using SrPlugin.PaintDotNet.FakeHost.Documents;

namespace SrPlugin.PaintDotNet.FakeHost.Editing;

/// <summary>The part of Paint.NET that runs effects, in the order that facts about the host describe.</summary>
public sealed class FakeEditor : IDisposable
{
    /// <summary>Discovers an effect: constructs it once for the menu, with nothing of the host in reach.</summary>
    /// <param name="construct">Its constructor.</param>
    public FakeEditor(Func<EffectBase> construct) => Info = new EffectInfo(construct);

    /// <summary>What the menu shows.</summary>
    public IEffectInfo2 Info { get; }

    /// <summary>The services that effects get.</summary>
    public FakeServices Services { get; } = new();

    /// <summary>Opens the effect's dialog on an image.</summary>
    public EffectRun OpenDialog(FakeImage image) => Start(image, token: null);

    /// <summary>Repeats an effect with the settings of a former run: no dialog.</summary>
    public EffectRun Repeat(FakeImage image, PropertyBasedEffectConfigToken token) => Start(image, token);

    public void Dispose() => Services.Dispose();

    private EffectRun Start(FakeImage image, PropertyBasedEffectConfigToken? token)
    {
        var environment = new FakeEnvironment(image);
        var effect = (PropertyBasedBitmapEffect)Info.CreateInstance(Services, environment);
        return new EffectRun(effect, image, environment, Services, token);
    }
}
