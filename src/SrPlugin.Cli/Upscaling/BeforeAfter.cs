using SrPlugin.Client;
using SrPlugin.Imaging;
using SrPlugin.Jobs;

namespace SrPlugin.Cli.Upscaling;

/// <summary>Draws pictures that show what a job changed.</summary>
internal static class BeforeAfter
{
    private const int Gap = 8;

    /// <summary>Gets the part of the source that a result shows, resampled to the result's size.</summary>
    /// <param name="source">The source.</param>
    /// <param name="selection">The part that was worked on; null for all of it.</param>
    /// <param name="isRestore">Whether the result shows the whole picture, whatever was selected.</param>
    /// <param name="result">What the job made.</param>
    public static PixelBuffer Before(PixelBuffer source, PixelRectangle? selection, bool isRestore, PixelBuffer result)
    {
        PixelBuffer part = selection is { } area && !isRestore ? source.Crop(area) : source;
        return (part.Width, part.Height) == (result.Width, result.Height)
            ? part
            : AlphaChannel.Resize(PlanarImage.FromPixels(part), result.Width, result.Height, ResampleFilter.Lanczos3).ToPixels(part.Format);
    }

    /// <summary>Draws pictures of one shape side by side.</summary>
    public static PixelBuffer SideBySide(params IReadOnlyList<PixelBuffer> panels)
    {
        PixelBuffer first = panels[0];
        PixelBuffer sheet = White((first.Width * panels.Count) + (Gap * (panels.Count - 1)), first);
        int pixel = first.Channels * first.BytesPerSample;
        for (int y = 0; y < first.Height; y++)
        {
            for (int i = 0; i < panels.Count; i++)
                panels[i].RowBytes(y).CopyTo(sheet.RowBytes(y)[(i * (first.Width + Gap) * pixel)..]);
        }

        return sheet;
    }

    /// <summary>Draws the left half of one picture and the right half of the other, with a line between them.</summary>
    public static PixelBuffer Split(PixelBuffer before, PixelBuffer after)
    {
        PixelBuffer picture = White(before.Width, before);
        int pixel = before.Channels * before.BytesPerSample, middle = before.Width / 2, line = Math.Min(2, before.Width / 16);
        for (int y = 0; y < before.Height; y++)
        {
            before.RowBytes(y)[..((middle - (line / 2)) * pixel)].CopyTo(picture.RowBytes(y));
            int right = (middle + line - (line / 2)) * pixel;
            after.RowBytes(y)[right..].CopyTo(picture.RowBytes(y)[right..]);
        }

        return picture;
    }

    /// <summary>Draws what changed, from yellow to red, over the result in grey.</summary>
    public static PixelBuffer Changes(PixelBuffer before, PixelBuffer after)
    {
        byte[] map = ChangeMap.Draw(before.Bytes, after.Bytes, after.Channels, SampleFormats.ToWire(after.Format));
        ReadOnlySpan<float> grey = PlanarImage.FromPixels(after).ToGrey().Clamp().Data;
        var picture = new PixelBuffer(after.Width, after.Height, 3, SampleFormat.UInt8);
        for (int i = 0; i < grey.Length; i++)
        {
            float cover = map[(i * 4) + 3] / 255f, plain = 255 * (0.25f + (0.5f * grey[i])) * (1 - cover);
            for (int channel = 0; channel < 3; channel++)
                picture.Bytes[(i * 3) + channel] = (byte)((map[(i * 4) + channel] * cover) + plain + 0.5f);
        }

        return picture;
    }

    private static PixelBuffer White(int width, PixelBuffer like)
    {
        var picture = new PixelBuffer(width, like.Height, like.Channels, like.Format);
        if (like.Format == SampleFormat.Float32)
            picture.Samples<float>().Fill(1);
        else
            picture.Bytes.Fill(255);
        return picture;
    }
}
