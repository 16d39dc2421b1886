using SrPlugin.Imaging;

namespace SrPlugin.Cli.Strips;

/// <summary>A part of a picture, as wide as the picture, that is worked on at once.</summary>
/// <param name="Top">The first row.</param>
/// <param name="Bottom">The row after the last one.</param>
/// <param name="Area">The strip with the rows around it that the networks see.</param>
/// <param name="ResultTop">The first row of the result that the strip makes.</param>
/// <param name="ResultRows">How many it makes.</param>
/// <param name="Above">Rows of the area's result that lie above them.</param>
internal sealed record Strip(int Top, int Bottom, PixelRectangle Area, int ResultTop, int ResultRows, int Above);
