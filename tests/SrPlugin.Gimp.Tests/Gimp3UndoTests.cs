using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests;

/// <summary>Undo in GIMP 3.</summary>
[Collection(Gimp3ScreenCollection.Name)]
public sealed class Gimp3UndoTests(Gimp3ScreenFixture screen) : UndoTests(screen)
{
    private protected override string NewLayer =>
        "(plug-in-srplugin #:run-mode RUN-NONINTERACTIVE #:image image #:drawables (vector layer) #:preset \"photo-restore\" #:target "
            + "\"new-layer\")";

    private protected override string ShowChanges =>
        "(plug-in-srplugin #:run-mode RUN-NONINTERACTIVE #:image image #:drawables (vector layer) #:preset \"photo-restore\" "
            + "#:show-changes 1)";
}
