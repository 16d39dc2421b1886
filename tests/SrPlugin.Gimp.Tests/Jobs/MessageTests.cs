using SrPlugin.Client;
using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Tests.Jobs;

/// <summary>What the user reads.</summary>
public sealed class MessageTests
{
    [Theory]
    [InlineData("denoise", 1, 8, 12.2, "Super Resolution: restoring 2/8, 13 s left")]
    [InlineData("denoise", 0, 1, 200.0, "Super Resolution: restoring, 4 min left")]
    [InlineData("encode", 0, 0, 0.4, "Super Resolution: encoding, almost done")]
    [InlineData("queued", 0, 0, null, "Super Resolution: waiting for other jobs")]
    [InlineData("tag", 0, 0, null, "Super Resolution: looking at the picture")]
    [InlineData("control", 1, 3, null, "Super Resolution: restoring 2/3")]
    [InlineData("decode", 0, 0, 9000.0, "Super Resolution: decoding, 2.5 h left")]
    [InlineData("a-new-stage", 0, 0, null, "Super Resolution: a-new-stage")]
    public void Progress_StageTilesAndTime_AreOneLine(string stage, int tile, int count, double? seconds, string expected) =>
        ProgressText.Of(new JobProgress { Stage = stage, Tile = tile, TileCount = count, Percent = 10, SecondsLeft = seconds })
            .ShouldBe(expected);

    [Theory]
    [InlineData(ErrorCode.OutOfMemory)]
    [InlineData(ErrorCode.EngineFailed)]
    public void Failure_WithoutARemedyOfItsOwn_GetsOne(ErrorCode code)
    {
        string text = FailureText.OfCall(new ServiceException(code, "What happened.", ""));

        text.ShouldStartWith("What happened. ");
        text.ShouldEndWith("The image is unchanged.");
        text.Length.ShouldBeGreaterThan("What happened. The image is unchanged.".Length + 10, "it says what to do");
    }

    [Fact]
    public void Failure_WithARemedy_SaysIt() =>
        FailureText.OfCall(new ServiceException(ErrorCode.Busy, "Eight jobs wait.", "Come back later."))
            .ShouldBe("Eight jobs wait. Come back later. The image is unchanged.");

    [Fact]
    public void Failure_OfTheImage_IsItsMessage() => FailureText.OfCall(new EffectException("It is indexed.")).ShouldBe("It is indexed.");

    [Fact]
    public void Failure_TooLittleMemory_SaysWhatToSelect() =>
        FailureText.OfCall(new OutOfMemoryException()).ShouldContain("Select a smaller part");
}
