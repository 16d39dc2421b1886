using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests;

/// <summary>Undo in GIMP 2.10.</summary>
[Collection(Gimp2ScreenCollection.Name)]
public sealed class Gimp2UndoTests(Gimp2ScreenFixture screen) : UndoTests(screen)
{
    private protected override string NewLayer =>
        EffectCall.Of("RUN-NONINTERACTIVE", "image", "layer", ("preset", "photo-restore"), ("target", "new-layer"));

    private protected override string ShowChanges =>
        EffectCall.Of("RUN-NONINTERACTIVE", "image", "layer", ("preset", "photo-restore"), ("show-changes", 1));
}
