namespace TorchSharp;

public static partial class torch
{
    /// <summary>What lies outside a sampled picture.</summary>
    public enum GridSamplePaddingMode
    {
        Zeros = 0,
        Reflection = 1,
        Border = 2,
    }
}
