using PaintDotNet.ComponentModel;
using PaintDotNet.Imaging;
using PaintDotNet.Rendering;

namespace PaintDotNet.Effects;

public unsafe interface IBitmapEffectRenderer : IEffectRenderer, IObjectRef, IIsDisposed, IDisposable, IInternalImpl
{
    IReadOnlyBitmapEffectRenderInfo RenderInfo { get; }

    void Initialize(BitmapEffectInitializeInfo initializeInfo);

    void SetToken(EffectConfigToken? newToken);

    void Render(void* pBuffer, int bufferStride, nint bufferSize, in PixelFormat bufferPixelFormat, RectInt32 renderRect);
}
