using PaintDotNet.Imaging;
using PaintDotNet.Rendering;
using SrPlugin.PaintDotNet.FakeHost.Documents;
using SrPlugin.PaintDotNet.Pixels;

namespace SrPlugin.PaintDotNet.Tests.Pixels;

public sealed class HostPixelsTests
{
    [Fact]
    public void Read_MoreThanOneStrip_IsWhole()
    {
        using var bitmap = new FakeBitmap<ColorBgra32>(new SizeInt32(1300, 1200), FakeImage.Pattern);

        byte[] pixels = HostPixels.Read(bitmap, new RectInt32(7, 3, 1290, 1190), CancellationToken.None);

        foreach (int i in (int[])[0, 1289, 1290 * 812, 1290 * 813, (1290 * 1190) - 1])
        {
            ColorBgra32 wanted = FakeImage.Pattern(7 + (i % 1290), 3 + (i / 1290));
            pixels.AsSpan(i * 4, 4).ToArray().ShouldBe([wanted.B, wanted.G, wanted.R, wanted.A]);
        }
    }

    [Fact]
    public void Read_CancelledMeanwhile_StopsSoon()
    {
        using var cancellation = new CancellationTokenSource();
        using var bitmap = new FakeBitmap<ColorBgra32>(new SizeInt32(4000, 4000), (_, _) =>
        {
            cancellation.Cancel();
            return default;
        });

        Should.Throw<OperationCanceledException>(() => HostPixels.Read(bitmap, new RectInt32(0, 0, 4000, 4000), cancellation.Token));

        bitmap.PixelsRead.ShouldBeLessThanOrEqualTo(1 << 20);
    }

    [Fact]
    public void Bytes_MoreThanAnArrayHolds_SaysWhatToDo() =>
        Should.Throw<InvalidOperationException>(() => HostPixels.Bytes(40_000, 40_000, 4)).Message.ShouldContain("Select less");
}
