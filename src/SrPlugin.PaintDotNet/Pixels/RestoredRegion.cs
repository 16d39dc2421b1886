using PaintDotNet;
using PaintDotNet.Imaging;
using PaintDotNet.Rendering;
using SrPlugin.Client;
using SrPlugin.Protocol;

namespace SrPlugin.PaintDotNet.Pixels;

/// <summary>A finished selection, in the document's colours.</summary>
/// <param name="Bounds">Where it belongs, in document coordinates.</param>
/// <param name="Pixels">BGRA, straight alpha, rows without padding.</param>
/// <param name="Details">What made it.</param>
internal sealed record RestoredRegion(RectInt32 Bounds, byte[] Pixels, JobResult Details)
{
    /// <summary>Draws what changed over the region.</summary>
    /// <param name="source">The same pixels before, BGRA in the document's colours.</param>
    /// <returns>Another region; this one stays as it is.</returns>
    public RestoredRegion WithChanges(byte[] source)
    {
        byte[] map = ChangeMap.Draw(source, Pixels, 4, SampleFormat.UInt8);
        HostPixels.SwapRedAndBlue(map);
        var drawn = (byte[])Pixels.Clone();
        for (int i = 0; i < drawn.Length; i += 4)
        {
            int cover = map[i + 3];
            for (int channel = i; channel < i + 3; channel++)
                drawn[channel] = (byte)(((map[channel] * cover) + (drawn[channel] * (255 - cover)) + 127) / 255);
        }

        return this with { Pixels = drawn };
    }

    /// <summary>Copies the part that lies in a tile. The host blends with the selection's mask afterwards; this does not.</summary>
    /// <param name="tile">The tile in document coordinates.</param>
    /// <param name="target">Its memory.</param>
    public void CopyTo(RectInt32 tile, RegionPtr<ColorBgra32> target)
    {
        RectInt32 part = RectInt32.Intersect(tile, Bounds);
        if (part.IsEmpty)
            return;
        var source = new RectInt32(part.X - Bounds.X, part.Y - Bounds.Y, part.Width, part.Height);
        HostPixels.Write(Pixels, Bounds.Width, source, target, part.X - tile.X, part.Y - tile.Y);
    }
}
