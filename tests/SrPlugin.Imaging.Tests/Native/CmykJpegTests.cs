using System.Runtime.InteropServices;
using SrPlugin.Imaging.Codecs.Native;

namespace SrPlugin.Imaging.Tests.Native;

public unsafe class CmykJpegTests
{
    [Fact]
    public void Decode_FourInks_BecomeRgb()
    {
        // Stored inverted, as everyone who writes Adobe's marker does: 255 is no ink.
        byte[][] inks = [[255, 255, 255, 255], [0, 255, 255, 255], [200, 100, 50, 255], [255, 255, 255, 100], [200, 100, 50, 128], [10, 20, 30, 0]];
        byte[][] expected = [[255, 255, 255], [0, 255, 255], [200, 100, 50], [100, 100, 100], [100, 50, 25], [0, 0, 0]];
        for (var i = 0; i < inks.Length; i++)
        {
            var pixels = new byte[16 * 16 * 4];
            for (var p = 0; p < pixels.Length; p++)
                pixels[p] = inks[i][p % 4];

            var picture = PictureFile.Decode(Compress(pixels));

            picture.Pixels.Channels.ShouldBe(3);
            for (var c = 0; c < 3; c++)
                ((int)picture.Pixels.Bytes[(16 * 8 * 3) + c]).ShouldBeInRange(expected[i][c] - 3, expected[i][c] + 3);
        }
    }

    internal static byte[] Compress(byte[] pixels)
    {
        var handle = TurboJpegImports.InitCompress();
        byte* file = null;
        CULong length = default;
        fixed (byte* data = pixels)
        {
            TurboJpegImports.Compress(
                handle, data, 16, 64, 16, TurboJpegImports.Cmyk, &file, &length, TurboJpegImports.Sampling444, 98, TurboJpegImports.AccurateDct)
                .ShouldBe(0);
        }

        var result = new ReadOnlySpan<byte>(file, (int)length.Value).ToArray();
        TurboJpegImports.Free(file);
        TurboJpegImports.Destroy(handle);
        return result;
    }
}
