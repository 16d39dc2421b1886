namespace SrPlugin.Gimp.Gimp2;

/// <summary>What of a layer may change: colours inside the selection. Alpha and everything outside keep their bytes.</summary>
internal static class SelectedBytes
{
    /// <summary>Copies the original bytes over the replaced ones wherever these must not differ.</summary>
    /// <param name="original">Pixels of the layer.</param>
    /// <param name="replaced">New pixels in the same format; corrected in place.</param>
    /// <param name="bytesPerPixel">Bytes of a pixel.</param>
    /// <param name="alphaBytes">Bytes of the last sample if that is alpha, else 0.</param>
    /// <param name="coverage">One value of any size for each pixel, all bytes zero where nothing is selected; empty selects everything.</param>
    public static void KeepOriginal(ReadOnlySpan<byte> original, Span<byte> replaced, int bytesPerPixel, int alphaBytes, ReadOnlySpan<byte> coverage)
    {
        int count = original.Length / bytesPerPixel;
        if (replaced.Length != original.Length || count * bytesPerPixel != original.Length)
            throw new ArgumentException($"{replaced.Length} bytes cannot replace {original.Length} bytes of pixels with {bytesPerPixel} bytes each.", nameof(replaced));
        int coverageBytes = coverage.Length / count;
        if (coverageBytes * count != coverage.Length)
            throw new ArgumentException($"{coverage.Length} bytes of coverage do not fit {count} pixels.", nameof(coverage));

        for (int i = 0; i < count; i++)
        {
            int at = i * bytesPerPixel;
            bool isSelected = coverageBytes == 0 || coverage.Slice(i * coverageBytes, coverageBytes).ContainsAnyExcept((byte)0);
            int kept = isSelected ? alphaBytes : bytesPerPixel;
            int start = at + bytesPerPixel - kept;
            original.Slice(start, kept).CopyTo(replaced.Slice(start, kept));
        }
    }
}
