namespace TorchSharp;

public static partial class torch
{
    /// <summary>How a grid's points are read.</summary>
    public enum GridSampleMode
    {
        Nearest = 0,
        Bilinear = 2,
    }
}
