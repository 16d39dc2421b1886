using PaintDotNet.Effects;
using PaintDotNet.Imaging;
using PaintDotNet.Rendering;
using SrPlugin.PaintDotNet.FakeHost.Editing;
using SrPlugin.PaintDotNet.Pixels;

namespace SrPlugin.PaintDotNet.Tests.Effects;

public sealed class DiscoveryTests
{
    [Fact]
    public void Discovery_ForTheMenu_TellsNamePlaceAndSupport()
    {
        // The stand-in's constructor has nothing of the host in reach: an effect that wanted some would throw here.
        using var editor = new FakeEditor(() => new SuperResolutionEffect());

        IEffectInfo2 info = editor.Info;

        (info.Name, info.SubmenuName, info.Category, info.Options.IsConfigurable)
            .ShouldBe(("Super Resolution", "Photo", EffectCategory.Effect, true));
        info.SupportInfo!.DisplayName.ShouldBe("Super Resolution (SrPlugin)");
        info.SupportInfo.Version.ShouldBe(typeof(SuperResolutionEffect).Assembly.GetName().Version);
        info.SupportInfo.Author.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(1.5, 24)]
    [InlineData(4, 64)]
    public void Icon_AnyScale_IsDrawnAtItsSize(double scale, int side)
    {
        using var icon = new EffectIcon(scale);

        icon.Size.ShouldBe(new SizeInt32(side, side));
        byte[] pixels = HostPixels.Read(icon, new RectInt32(0, 0, side, side), CancellationToken.None);
        pixels[3].ShouldBe((byte)0, "the corner is transparent");
        pixels[(((side / 2 * side) + (side / 2)) * 4) + 3].ShouldBe((byte)255);
        HostPixels.Read(icon, new RectInt32(side / 2, side / 2, 1, 1), CancellationToken.None)
            .ShouldBe(pixels[(((side / 2 * side) + (side / 2)) * 4)..][..4]);
    }
}
