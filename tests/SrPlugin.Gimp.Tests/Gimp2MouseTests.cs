using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests;

/// <summary>By pointer and keyboard in GIMP 2.10.</summary>
public sealed class Gimp2MouseTests() : MouseTests(GimpVersion.Gimp2)
{
    [Fact]
    public Task Photo_MenuSliderPreviewOkUndoRepeatReshowSearchAndCancel_DoWhatTheySay() => PlayStory();
}
