using System.Diagnostics;
using PaintDotNet.Effects;
using PaintDotNet.Imaging;
using PaintDotNet.IndirectUI;
using PaintDotNet.PropertySystem;
using PaintDotNet.Rendering;
using SrPlugin.PaintDotNet.FakeHost.Documents;

namespace SrPlugin.PaintDotNet.FakeHost.Editing;

/// <summary>
/// One invocation of an effect. A change in the dialog cancels the rendering, waits until its threads have left, and sets a clone of the
/// token; tiles are then rendered by several threads, and each is blended over the source with the selection's mask.
/// </summary>
public sealed class EffectRun : IDisposable
{
    private const int TileSide = 128;
    private const int Threads = 4;

    private readonly PropertyBasedBitmapEffect _effect;
    private readonly FakeImage _image;
    private readonly FakeServices _services;
    private readonly IBitmapEffectRenderer _renderer;
    private readonly Lock _sync = new();
    private Task _rendering = Task.CompletedTask;

    internal EffectRun(
        PropertyBasedBitmapEffect effect, FakeImage image, FakeEnvironment environment, FakeServices services,
        PropertyBasedEffectConfigToken? repeated)
    {
        (_effect, _image, _services, Environment) = (effect, image, services, environment);
        if (repeated is null)
        {
            Properties = effect.CreatePropertyCollection();
            Panel = effect.CreateConfigUI(Properties);
            Properties.PropertyChanged += (_, _) => Restart();
        }
        else
        {
            Properties = repeated.Properties.Clone();
        }

        _renderer = ((IEffect)effect).CreateRenderer<IBitmapEffectRenderer>();
        _renderer.Initialize(new BitmapEffectInitializeInfo());
        Canvas = new FakeCanvas(image);
        Restart();
    }

    /// <summary>The dialog's live properties. Change them with <see cref="Change"/>.</summary>
    public PropertyCollection Properties { get; }

    /// <summary>The dialog's controls; null without a dialog.</summary>
    public ControlInfo? Panel { get; }

    /// <summary>What the effect was told of the image.</summary>
    public FakeEnvironment Environment { get; }

    /// <summary>What the editor shows.</summary>
    public FakeCanvas Canvas { get; }

    /// <summary>The longest time that the editor had to wait for the effect to leave after a cancel.</summary>
    public TimeSpan LongestWait { get; private set; }

    /// <summary>What the dialog's status line says.</summary>
    public string Status => (string)Properties["status"]!.Value!;

    /// <summary>What Repeat would be given.</summary>
    public PropertyBasedEffectConfigToken Token => new(Properties);

    /// <summary>Changes settings like a user, on the user-interface thread.</summary>
    public EffectRun Change(Action<PropertyCollection> change)
    {
        _services.Send(_ => change(Properties), null);
        return this;
    }

    /// <summary>Sets one property.</summary>
    public EffectRun Set(string property, object value) => Change(properties => properties[property]!.Value = value);

    /// <summary>OK, before the rendering is done: the host cancels it and begins again with equal settings.</summary>
    public EffectRun Confirm()
    {
        _services.Send(_ => Restart(), null);
        return this;
    }

    /// <summary>Ends the effect without a word of warning, whatever its threads are doing.</summary>
    public EffectRun DisposeEffect()
    {
        _effect.Dispose();
        return this;
    }

    /// <summary>Waits until everything is rendered, the follow-ups of the effect's own messages included.</summary>
    /// <exception cref="TimeoutException">It takes too long.</exception>
    public EffectRun Finish(TimeSpan limit)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            Task rendering = CurrentRendering();
            if (!rendering.Wait(limit - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } left ? left : TimeSpan.Zero))
                throw new TimeoutException($"The effect was not done after {limit}.");
            _services.Drain();
            if (ReferenceEquals(rendering, CurrentRendering()))
                return this;
        }
    }

    /// <summary>The editor's Cancel, or its window being closed.</summary>
    public void Dispose()
    {
        _services.Drain();
        StopRendering();
        _renderer.Dispose();
        _effect.Dispose();
    }

    private Task CurrentRendering()
    {
        lock (_sync)
            return _rendering;
    }

    private void Restart()
    {
        lock (_sync)
        {
            StopRendering();
            var token = (PropertyBasedEffectConfigToken)new PropertyBasedEffectConfigToken(Properties).Clone();
            _rendering = Task.Run(() => RenderAll(token));
        }
    }

    private void StopRendering()
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            _renderer.CancelRendering();
        }
        while (!_rendering.Wait(TimeSpan.FromMilliseconds(5)));
        TimeSpan waited = Stopwatch.GetElapsedTime(start);
        if (waited > LongestWait)
            LongestWait = waited;
    }

    private void RenderAll(PropertyBasedEffectConfigToken token)
    {
        _renderer.SetToken(token);
        RectInt32[] tiles = [.. Tiles()];

        // In no order that an effect could rely on.
        new Random(tiles.Length).Shuffle(tiles);
        Parallel.ForEach(tiles, new ParallelOptions { MaxDegreeOfParallelism = Threads }, RenderTile);
    }

    private unsafe void RenderTile(RectInt32 tile)
    {
        if (_renderer.IsCancelRequested)
            return;

        // Rows are longer than the tile, and the rest of the memory must stay as it is.
        int stride = (tile.Width * 4) + 12;
        var buffer = new byte[stride * tile.Height];
        Array.Fill(buffer, (byte)0xCD);
        try
        {
            fixed (byte* start = buffer)
                _renderer.Render(start, stride, buffer.Length, PixelFormats.Bgra32, tile);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (!_renderer.IsCancelRequested)
            Canvas.Put(tile, buffer, stride);
    }

    private IEnumerable<RectInt32> Tiles()
    {
        if (_renderer.RenderInfo.Schedule != BitmapEffectRenderingSchedule.SquareTiles)
            throw new NotSupportedException("The fake host renders in square tiles.");
        RectInt32 bounds = _image.SelectionBounds;
        for (int y = bounds.Top; y < bounds.Bottom; y += TileSide)
        {
            for (int x = bounds.Left; x < bounds.Right; x += TileSide)
                yield return RectInt32.Intersect(new RectInt32(x, y, TileSide, TileSide), bounds);
        }
    }
}
