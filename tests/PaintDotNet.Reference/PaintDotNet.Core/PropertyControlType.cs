namespace PaintDotNet.IndirectUI;

public enum PropertyControlType
{
    AngleChooser = 0,
    CheckBox = 1,
    PanAndSlider = 2,
    Slider = 3,
    IncrementButton = 4,
    DropDown = 5,
    TextBox = 6,
    RadioButton = 7,
    ColorWheel = 8,
    RollBallAndSliders = 9,
    FileChooser = 10,
    LinkLabel = 11,
    FolderChooser = 12,
    Null = 13,
    Label = 14,
}
