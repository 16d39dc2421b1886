using SrPlugin.PaintDotNet.Status;
using SrPlugin.Protocol;

namespace SrPlugin.PaintDotNet.Tests.Status;

public sealed class ProgressTextTests
{
    [Fact]
    public void Describe_BeforeTheFirstEvent_SaysSo() => ProgressText.Describe(null).ShouldBe("Contacting the service…");

    [Theory]
    [InlineData("queued", 0, 0, null, "Waiting for other jobs…")]
    [InlineData("denoise", 3, 12, 41.2, "Restoring, 3 of 12. About 42 s left.")]
    [InlineData("denoise", 0, 1, 0.0, "Restoring… About 1 s left.")]
    [InlineData("decode", 1, 2, 300.0, "Decoding, 1 of 2. About 5 min left.")]
    [InlineData("tag", 0, 0, null, "Looking at the picture…")]
    [InlineData("control", 2, 3, null, "Restoring, 2 of 3.")]
    [InlineData("polish", 1, 2, null, "Polish, 1 of 2.")]
    public void Describe_Progress_TellsStageAndTime(string stage, int tile, int count, double? seconds, string expected) =>
        ProgressText.Describe(new JobProgress { Stage = stage, Tile = tile, TileCount = count, SecondsLeft = seconds }).ShouldBe(expected);
}
