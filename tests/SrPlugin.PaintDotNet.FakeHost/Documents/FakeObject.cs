using PaintDotNet.ComponentModel;

namespace SrPlugin.PaintDotNet.FakeHost.Documents;

/// <summary>A host object; knows when it is used after its end.</summary>
public abstract class FakeObject : RefTrackedObject
{
    protected void DemandAlive() => ObjectDisposedException.ThrowIf(IsDisposed, this);
}
