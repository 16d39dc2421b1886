namespace PaintDotNet.Imaging;

public interface INaturalPixelInfo<TPixel> : INaturalPixelInfo, IPixelInfo, IInternalImpl, IEquatable<TPixel>
    where TPixel : unmanaged, INaturalPixelInfo<TPixel>;
