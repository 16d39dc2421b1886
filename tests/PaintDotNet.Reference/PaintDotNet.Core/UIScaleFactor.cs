namespace PaintDotNet;

public readonly struct UIScaleFactor
{
    private UIScaleFactor(int dpi) => Dpi = dpi;

    public static UIScaleFactor Current { get; } = new(96);

    public int Dpi { get; }

    public double Scale => Dpi / 96.0;

    public static UIScaleFactor FromDpi(int dpi) => new(dpi);
}
