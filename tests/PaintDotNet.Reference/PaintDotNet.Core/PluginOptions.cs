namespace PaintDotNet.AppModel;

public abstract record PluginOptions
{
    internal PluginOptions()
    {
    }

    protected PluginOptions(PluginOptions cloneFrom)
    {
    }

    public bool IsFrozen { get; private set; }

    internal void Freeze()
    {
        IsFrozen = true;
        OnFrozen();
    }

    protected virtual void OnFrozen()
    {
    }

    protected void VerifyNotFrozen()
    {
        if (IsFrozen)
            throw new InvalidOperationException("The plug-in's options cannot change any more.");
    }
}
