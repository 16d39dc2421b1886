using SrPlugin.Gimp.Jobs;
using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Dialog;

/// <summary>A picture that the pointer can press and drag.</summary>
internal sealed unsafe class PictureWidget
{
    private const int BitsPerSample = 8;

    // GdkEventMask: motion while the first button is held, presses and releases.
    private const int Events = (1 << 5) | (1 << 8) | (1 << 9);

    private readonly nint _image = Gtk.NewImage();

    public PictureWidget(string name, int width, int height)
    {
        Widget = Gtk.NewEventBox();
        Gtk.AddEvents(Widget, Events);
        Gtk.SetName(Widget, name);
        Gtk.SetSize(Widget, width, height);

        // In the corner, so that the pointer's place is the pixel's.
        Gtk.SetAlignment(_image, 0, 0);
        Gtk.Add(Widget, _image);
        UiThread.ConnectPointer(Widget, "button-press-event", (x, y) => Pressed?.Invoke(x, y));
        UiThread.ConnectPointer(Widget, "motion-notify-event", (x, y) => Moved?.Invoke(x, y));
        UiThread.ConnectPointer(Widget, "button-release-event", (x, y) => Released?.Invoke(x, y));
    }

    /// <summary>Occurs when a button goes down on the picture.</summary>
    public event Action<double, double>? Pressed;

    /// <summary>Occurs when the pointer moves with the button held.</summary>
    public event Action<double, double>? Moved;

    /// <summary>Occurs when the button goes up.</summary>
    public event Action<double, double>? Released;

    /// <summary>Gets the widget.</summary>
    public nint Widget { get; }

    /// <summary>Shows a picture.</summary>
    public void Show(PatchColors colors)
    {
        nint pixels = Gtk.NewPixels(0, 0, BitsPerSample, colors.Width, colors.Height);
        if (pixels == 0)
            throw new OutOfMemoryException($"There is no memory for a picture of {colors.Width}×{colors.Height} pixels.");
        byte* data = Gtk.PixelData(pixels);
        int stride = Gtk.PixelStride(pixels), row = colors.Width * 3;
        for (int y = 0; y < colors.Height; y++)
            colors.Bytes.AsSpan(y * row, row).CopyTo(new Span<byte>(data + ((long)y * stride), row));
        Gtk.SetImage(_image, pixels);
        Gegl.Unref(pixels);
    }
}
