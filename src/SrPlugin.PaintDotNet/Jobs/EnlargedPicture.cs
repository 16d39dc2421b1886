namespace SrPlugin.PaintDotNet.Jobs;

/// <summary>An enlarged selection.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">RGBA, straight alpha, rows without padding.</param>
/// <param name="Profile">Its ICC profile; empty for sRGB.</param>
internal sealed record EnlargedPicture(int Width, int Height, byte[] Pixels, ReadOnlyMemory<byte> Profile);
