namespace SrPlugin.Imaging;

/// <summary>What the beginning of a file says of its picture, upright.</summary>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</param>
/// <param name="Format">How a sample is stored.</param>
/// <param name="HasProfile">Whether it has an ICC profile.</param>
public sealed record PictureShape(int Width, int Height, int Channels, SampleFormat Format, bool HasProfile);
