using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests;

/// <summary>By pointer and keyboard in GIMP 3.</summary>
public sealed class Gimp3MouseTests() : MouseTests(GimpVersion.Gimp3)
{
    [Fact]
    public Task Photo_MenuSliderPreviewOkUndoRepeatReshowSearchAndCancel_DoWhatTheySay() => PlayStory();
}
