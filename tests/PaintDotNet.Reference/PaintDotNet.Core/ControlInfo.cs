using PaintDotNet.PropertySystem;

namespace PaintDotNet.IndirectUI;

public abstract class ControlInfo : ICloneable
{
    private readonly List<ControlInfo> _children = [];

    internal ControlInfo()
    {
    }

    public IReadOnlyList<ControlInfo> ChildControls => _children;

    public static ControlInfo CreateDefaultConfigUI(IEnumerable<Property> properties)
    {
        var panel = new PanelControlInfo();
        foreach (Property property in properties)
            panel.AddChildControl(PropertyControlInfo.CreateFor(property));
        return panel;
    }

    public abstract ControlInfo Clone();

    object ICloneable.Clone() => Clone();

    public PropertyControlInfo? FindControlForPropertyName(object propertyName) =>
        this is PropertyControlInfo own && own.Property.Name == propertyName.ToString()
            ? own
            : _children.Select(child => child.FindControlForPropertyName(propertyName)).FirstOrDefault(found => found is not null);

    public bool SetPropertyControlType(object propertyName, PropertyControlType newControlType) =>
        FindControlForPropertyName(propertyName)?.TrySetType(newControlType) ?? false;

    public bool SetPropertyControlValue(object propertyName, object controlPropertyName, object? propertyValue) =>
        FindControlForPropertyName(propertyName)?.TrySetValue(controlPropertyName.ToString()!, propertyValue) ?? false;

    protected IList<ControlInfo> GetChildControlsCore() => _children;
}
