namespace SrPlugin.Gimp.Native;

/// <summary>Rows of pixels without padding.</summary>
internal static class PixelRows
{
    /// <summary>
    /// Cuts a picture to a size, or repeats its last column and row: GIMP rounds an enlarged layer's edges to whole pixels of the image,
    /// which at odd factors is a pixel more or less than the layer itself enlarged.
    /// </summary>
    public static ReadOnlySpan<byte> Fit(ReadOnlySpan<byte> pixels, int bytesPerPixel, int width, int height, int newWidth, int newHeight)
    {
        if (width == newWidth && height == newHeight)
            return pixels;
        byte[] fitted = GC.AllocateUninitializedArray<byte>(checked(newWidth * newHeight * bytesPerPixel));
        int copied = Math.Min(width, newWidth) * bytesPerPixel;
        for (int y = 0; y < newHeight; y++)
        {
            ReadOnlySpan<byte> from = pixels.Slice(Math.Min(y, height - 1) * width * bytesPerPixel, width * bytesPerPixel);
            Span<byte> to = fitted.AsSpan(y * newWidth * bytesPerPixel, newWidth * bytesPerPixel);
            from[..copied].CopyTo(to);
            for (int x = width; x < newWidth; x++)
                from[^bytesPerPixel..].CopyTo(to[(x * bytesPerPixel)..]);
        }

        return fitted;
    }
}
