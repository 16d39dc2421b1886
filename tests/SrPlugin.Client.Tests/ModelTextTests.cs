using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.Client.Tests;

/// <summary>What every host says of models.</summary>
public sealed class ModelTextTests
{
    private static readonly CatalogueEntry _entry = new()
    {
        Id = "m", Name = "M", Description = "D.", Family = "s3diff", IsInstalled = false, DownloadBytes = 2_600_000_000,
        NeededBytes = 5_200_000_000,
    };

    [Theory]
    [InlineData(true, null, "built in")]
    [InlineData(false, null, "installed")]
    [InlineData(true, "A file is missing.", "not usable")]
    public void State_OfAModelThatIsHere_IsInPlainWords(bool isBuiltIn, string? problem, string expected) =>
        ModelText.State(new ModelDescription { Id = "m", Name = "M", Family = "s3diff", IsBuiltIn = isBuiltIn, Problem = problem })
            .ShouldBe(expected);

    [Fact]
    public void State_OfAModelThatIsNotHere_SaysWhatItNeedsOrHowFarItIs()
    {
        ModelText.State(_entry).ShouldBe("needs 2.6 GB: get…");
        ModelText.State(_entry with { Installation = new InstallationProgress { Stage = "asking" } }).ShouldBe("arriving");
        ModelText.State(
            _entry with { Installation = new InstallationProgress { Stage = "downloading", CompletedBytes = 430, TotalBytes = 1000 } })
            .ShouldBe("arriving 43 %");
    }

    [Fact]
    public void Needs_FreeSpace_IsToldWhereItIsKnown()
    {
        ModelText.Needs(_entry).ShouldBe("Download: 2.6 GB. Space on the disk: 5.2 GB.");
        ModelText.Needs(_entry with { FreeBytes = 87_000_000_000 })
            .ShouldBe("Download: 2.6 GB. Space on the disk: 5.2 GB (87.0 GB are free).");
    }

    [Theory]
    [InlineData("asking", 0, 0, 0, null, "Asking for sizes…")]
    [InlineData("downloading", 12_000_000, 100_000_000, 0, null, "Downloading 12 %: 12.0 MB of 100.0 MB")]
    [InlineData("downloading", 12_000_000, 100_000_000, 2_000_000, 44.0, "Downloading 12 %: 12.0 MB of 100.0 MB, 2.0 MB/s, 44 s left")]
    [InlineData("converting", 1, 2, 0, null, "Converting 50 %…")]
    [InlineData("a-new-stage", 0, 0, 0, null, "a-new-stage…")]
    public void Progress_AmountSpeedAndTime_AreOneLine(
        string stage, long completed, long total, double speed, double? seconds, string expected) =>
        ModelText.Progress(new InstallationProgress
        {
            Stage = stage, CompletedBytes = completed, TotalBytes = total, BytesPerSecond = speed, SecondsLeft = seconds,
        }).ShouldBe(expected);
}
