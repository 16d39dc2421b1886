namespace SrPlugin.Gimp.Native;

/// <summary>What of a layer may change: active colours inside the selection. Alpha and everything outside keep their bytes.</summary>
internal static class SelectedBytes
{
    /// <summary>Copies the original bytes over the replaced ones wherever these must not differ.</summary>
    /// <param name="original">Pixels of the layer.</param>
    /// <param name="replaced">New pixels in the same format; corrected in place.</param>
    /// <param name="bytesPerSample">Bytes of one sample.</param>
    /// <param name="isKept">For each sample of a pixel, whether it stays as it is even inside the selection.</param>
    /// <param name="coverage">One value of any size for each pixel, all bytes zero where nothing is selected; empty selects
    /// everything.</param>
    public static void KeepOriginal(
        ReadOnlySpan<byte> original, Span<byte> replaced, int bytesPerSample, ReadOnlySpan<bool> isKept, ReadOnlySpan<byte> coverage)
    {
        int bytesPerPixel = bytesPerSample * isKept.Length, count = original.Length / bytesPerPixel;
        if (replaced.Length != original.Length || count * bytesPerPixel != original.Length)
            throw new ArgumentException(
                $"{replaced.Length} bytes cannot replace {original.Length} bytes of pixels with {bytesPerPixel} bytes each.",
                nameof(replaced));
        int coverageBytes = coverage.Length / count;
        if (coverageBytes * count != coverage.Length)
            throw new ArgumentException($"{coverage.Length} bytes of coverage do not fit {count} pixels.", nameof(coverage));

        for (int i = 0; i < count; i++)
        {
            int at = i * bytesPerPixel;
            if (coverageBytes > 0 && !coverage.Slice(i * coverageBytes, coverageBytes).ContainsAnyExcept((byte)0))
            {
                original.Slice(at, bytesPerPixel).CopyTo(replaced[at..]);
                continue;
            }

            for (int sample = 0; sample < isKept.Length; sample++)
            {
                int start = at + (sample * bytesPerSample);
                if (isKept[sample])
                    original.Slice(start, bytesPerSample).CopyTo(replaced[start..]);
            }
        }
    }
}
