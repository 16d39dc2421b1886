using PaintDotNet.ComponentModel;
using PaintDotNet.Imaging;
using PaintDotNet.Rendering;

namespace PaintDotNet.Effects;

/// <summary>Keeps to the order that the interface's documentation demands, and says so when the caller does not.</summary>
internal sealed unsafe class BitmapEffectRenderer(BitmapEffect effect) : RefTrackedObject, IBitmapEffectRenderer
{
    private readonly RenderInformation _info = new();
    private CancellationTokenSource _cancellation = new();
    private bool _initialized;
    private bool _hasToken;
    private int _rendering;

    public IReadOnlyBitmapEffectRenderInfo RenderInfo =>
        _initialized ? _info : throw new InvalidOperationException("Initialize comes first.");

    public CancellationToken CancellationToken => _cancellation.Token;

    public bool IsCancelRequested => _cancellation.IsCancellationRequested;

    public IEffect Effect => effect;

    public void Initialize(BitmapEffectInitializeInfo initializeInfo)
    {
        if (_initialized)
            throw new InvalidOperationException("The renderer is initialized already.");
        effect.InitializeRenderInfo(_info);
        _initialized = true;
    }

    public void SetToken(EffectConfigToken? newToken)
    {
        if (!_initialized)
            throw new InvalidOperationException("Initialize comes before the first token.");
        if (Volatile.Read(ref _rendering) != 0)
            throw new InvalidOperationException("A token is set only when no thread renders.");
        _cancellation = new CancellationTokenSource();
        effect.CurrentCancellation = _cancellation.Token;
        effect.SetToken(newToken);
        _hasToken = true;
    }

    public void Render(void* pBuffer, int bufferStride, nint bufferSize, in PixelFormat bufferPixelFormat, RectInt32 renderRect)
    {
        if (!_hasToken)
            throw new InvalidOperationException("A token comes before rendering.");
        if (IsCancelRequested)
            return;
        Interlocked.Increment(ref _rendering);
        try
        {
            if ((_info.Flags & BitmapEffectRenderingFlags.UninitializedOutputBuffer) == 0)
                new Span<byte>(pBuffer, checked((int)bufferSize)).Clear();
            using var buffer = new OutputBuffer((ColorBgra32*)pBuffer, bufferStride, renderRect);
            effect.Render(buffer);
        }
        finally
        {
            Interlocked.Decrement(ref _rendering);
        }
    }

    public void CancelRendering() => _cancellation.Cancel();

    private sealed class RenderInformation : IBitmapEffectRenderInfo
    {
        public BitmapEffectRenderingFlags Flags { get; set; }

        public BitmapEffectRenderingSchedule Schedule { get; set; } = BitmapEffectRenderingSchedule.SquareTiles;

        public PixelFormat OutputPixelFormat { get; set; } = PixelFormats.Bgra32;
    }

    /// <summary>The tile's memory: of use only while Render runs.</summary>
    private sealed class OutputBuffer(ColorBgra32* buffer, int stride, RectInt32 bounds) : RefTrackedObject, IBitmapEffectOutput,
    IBitmapLock<ColorBgra32>
    {
        public PixelFormat PixelFormat => PixelFormats.Bgra32;

        public RectInt32 Bounds => bounds;

        public SizeInt32 Size => bounds.Size;

        public int BufferStride => stride;

        public ColorBgra32* Buffer => buffer;

        void* IBitmapLock.Buffer => buffer;

        public IBitmapLock Lock(in PixelFormat pixelFormat)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return pixelFormat.Equals(PixelFormats.Bgra32)
                ? new OutputBuffer(buffer, stride, bounds)
                : throw new NotSupportedException($"The output is Bgra32, not {pixelFormat}.");
        }
    }
}
