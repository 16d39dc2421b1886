namespace SrPlugin.Imaging.Codecs.Native;

/// <summary>Brings samples as TIFF may store them to black zero and straight alpha, in place.</summary>
internal static class TiffSamples
{
    public static void Normalise(PixelBuffer pixels, bool whiteIsZero, bool premultiplied)
    {
        if (!whiteIsZero && !premultiplied)
            return;
        Parallel.For(0, pixels.Height, y =>
        {
            for (var x = 0; x < pixels.Width; x++)
            {
                if (pixels.Format == SampleFormat.UInt8)
                    Integers(pixels.Row<byte>(y).Slice(x * pixels.Channels, pixels.Channels));
                else if (pixels.Format == SampleFormat.UInt16)
                    Integers(pixels.Row<ushort>(y).Slice(x * pixels.Channels, pixels.Channels));
                else
                    Floats(pixels.Row<float>(y).Slice(x * pixels.Channels, pixels.Channels));
            }
        });

        void Integers<T>(Span<T> pixel)
            where T : unmanaged, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T>
        {
            var max = ulong.CreateTruncating(T.MaxValue);
            var alpha = premultiplied ? ulong.CreateTruncating(pixel[pixels.ColorChannels]) : 0;
            for (var c = 0; c < pixels.ColorChannels; c++)
            {
                var value = ulong.CreateTruncating(pixel[c]);
                if (premultiplied && alpha > 0)
                    value = Math.Min(max, ((value * max) + (alpha / 2)) / alpha);
                pixel[c] = T.CreateTruncating(whiteIsZero ? max - value : value);
            }
        }

        void Floats(Span<float> pixel)
        {
            var alpha = pixel[pixels.ColorChannels];
            for (var c = 0; c < pixels.ColorChannels && alpha > 0; c++)
                pixel[c] /= alpha;
        }
    }
}
