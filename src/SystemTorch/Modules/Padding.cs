namespace TorchSharp;

/// <summary>Padding by name instead of by numbers.</summary>
public enum Padding
{
    Valid = 0,
    Same = 1,
}
