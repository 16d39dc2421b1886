using PaintDotNet.ComponentModel;

namespace PaintDotNet.Imaging;

public interface IColorContext : IObjectRef, IIsDisposed, IDisposable, IEquatable<IColorContext>, IInternalImpl
{
    ColorContextType Type { get; }

    ExifColorSpace ExifColorSpace { get; }

    ReadOnlyMemory<byte> GetProfileBytes();
}
