namespace PaintDotNet.IndirectUI;

public static class ControlInfoExtensions
{
    public static bool SetPropertyControlValue(
        this ControlInfo controlInfo, object propertyName, ControlInfoPropertyNames controlPropertyName, object? propertyValue) =>
        controlInfo.SetPropertyControlValue(propertyName, (object)controlPropertyName, propertyValue);
}
