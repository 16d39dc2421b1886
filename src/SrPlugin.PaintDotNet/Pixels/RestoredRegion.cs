using PaintDotNet;
using PaintDotNet.Imaging;
using PaintDotNet.Rendering;
using SrPlugin.Protocol;

namespace SrPlugin.PaintDotNet.Pixels;

/// <summary>A finished selection, in the document's colours.</summary>
/// <param name="Bounds">Where it belongs, in document coordinates.</param>
/// <param name="Pixels">BGRA, straight alpha, rows without padding.</param>
/// <param name="Details">What made it.</param>
internal sealed record RestoredRegion(RectInt32 Bounds, byte[] Pixels, JobResult Details)
{
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
