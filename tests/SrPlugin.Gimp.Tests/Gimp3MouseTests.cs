using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests;

/// <summary>By pointer and keyboard in GIMP 3.</summary>
public sealed class Gimp3MouseTests() : MouseTests(GimpVersion.Gimp3)
{
    [Fact(Skip = "Not proven yet: the drag that selects does not reach GIMP 3 on every virtual screen. Restoring, undoing and scripts of GIMP 3 are tested.")]
    public Task Photo_MenuSliderPreviewOkUndoRepeatReshowSearchAndCancel_DoWhatTheySay() => PlayStory();
}
