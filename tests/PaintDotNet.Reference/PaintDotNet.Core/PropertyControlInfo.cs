using PaintDotNet.PropertySystem;

namespace PaintDotNet.IndirectUI;

public sealed class PropertyControlInfo : ControlInfo, ICloneable
{
    private static readonly string[] Everywhere = ["DisplayName", "Description", "ControlType", "ShowHeaderLine", "Footnote"];

    // Which controls a kind of property can have, the default first, and which settings each control knows.
    private static readonly Dictionary<Type, PropertyControlType[]> Types = new()
    {
        [typeof(BooleanProperty)] = [PropertyControlType.CheckBox],
        [typeof(DoubleProperty)] = [PropertyControlType.Slider, PropertyControlType.AngleChooser],
        [typeof(Int32Property)] = [PropertyControlType.Slider, PropertyControlType.IncrementButton, PropertyControlType.ColorWheel],
        [typeof(StringProperty)] = [
            PropertyControlType.TextBox, PropertyControlType.FileChooser, PropertyControlType.FolderChooser, PropertyControlType.Label
        ],
        [typeof(StaticListChoiceProperty)] = [PropertyControlType.DropDown, PropertyControlType.RadioButton],
    };

    private static readonly Dictionary<PropertyControlType, string[]> Settings = new()
    {
        [PropertyControlType.Slider] = [
            "UseExponentialScale", "ExponentialScale", "DecimalPlaces", "SliderSmallChange", "SliderLargeChange", "UpDownIncrement",
            "SliderShowTickMarks", "ShowResetButton", "RangeWraps", "ControlStyle", "ControlColors"
        ],
        [PropertyControlType.IncrementButton] = ["ButtonText"],
        [PropertyControlType.TextBox] = ["Multiline"],
    };

    private readonly Dictionary<string, object?> _settings = [];
    private readonly Dictionary<object, string> _displayNames = [];

    private PropertyControlInfo(Property property)
    {
        Property = property;
        PropertyControlType[] types = Types[property.GetType()];
        ControlType = new StaticListChoiceProperty(ControlInfoPropertyNames.ControlType, [.. types.Cast<object>()]);
        _settings["DisplayName"] = property.Name;
    }

    public Property Property { get; }

    public StaticListChoiceProperty ControlType { get; }

    internal IReadOnlyDictionary<string, object?> SetValues => _settings;

    public static PropertyControlInfo CreateFor(Property property) => new(property);

    public override ControlInfo Clone()
    {
        var clone = new PropertyControlInfo(Property);
        clone.ControlType.Value = ControlType.Value;
        foreach (var (name, value) in _settings)
            clone._settings[name] = value;
        foreach (var (value, name) in _displayNames)
            clone._displayNames[value] = name;
        return clone;
    }

    public string GetValueDisplayName(object value) => _displayNames.TryGetValue(value, out string? name) ? name : value.ToString()!;

    public void SetValueDisplayName(object value, string displayName)
    {
        if (Property is not StaticListChoiceProperty choice || !choice.ValueChoices.Contains(value))
            throw new ArgumentException($"{Property.Name} has no choice {value}.", nameof(value));
        _displayNames[value] = displayName;
    }

    internal bool TrySetType(PropertyControlType type)
    {
        if (!ControlType.ValueChoices.Contains(type))
            return false;
        ControlType.Value = type;
        return true;
    }

    internal bool TrySetValue(string name, object? value)
    {
        if (!Everywhere.Contains(name) && !Settings.GetValueOrDefault((PropertyControlType)ControlType.Value, []).Contains(name))
            return false;
        _settings[name] = value;
        return true;
    }
}
