using System.Runtime.Serialization;

namespace PaintDotNet.ComponentModel;

public class RefTrackedObject : IObjectRef, IIsDisposed, IDisposable, ISerializable
{
    private int _disposed;

    public RefTrackedObject()
    {
    }

    ~RefTrackedObject() => Dispose(false);

    public bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    public bool? TryCreateRef(Type interfaceType, out IObjectRef? newObjectRef)
    {
        newObjectRef = interfaceType.IsInstanceOfType(this) ? this : null;
        return newObjectRef is not null;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    void ISerializable.GetObjectData(SerializationInfo info, StreamingContext context) => throw new NotSupportedException();
}
