namespace PaintDotNet.IndirectUI;

public sealed class PanelControlInfo : ControlInfo, ICloneable
{
    public T AddChildControl<T>(T controlInfo)
        where T : ControlInfo
    {
        GetChildControlsCore().Add(controlInfo);
        return controlInfo;
    }

    public override ControlInfo Clone()
    {
        var clone = new PanelControlInfo();
        foreach (ControlInfo child in ChildControls)
            clone.AddChildControl(child.Clone());
        return clone;
    }
}
