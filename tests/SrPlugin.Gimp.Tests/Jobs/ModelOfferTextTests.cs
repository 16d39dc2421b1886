using SrPlugin.Gimp.Jobs;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.Gimp.Tests.Jobs;

/// <summary>What the dialog says of a model that is not on this machine.</summary>
public sealed class ModelOfferTextTests
{
    private readonly CatalogueEntry _entry = new()
    {
        Id = "m", Name = "A & B", Description = "For <small> things.", Family = "s3diff", IsInstalled = false,
        DownloadBytes = 2_600_000_000,
        Licences = [
            new LicenceTerms("A & B", "Field", "For tests only.", "https://example.org/?a=1&b=2"),
            new LicenceTerms("Base", "None", "Ask them.", null)
        ],
    };

    [Fact]
    public void Of_Licences_HasEachInPlainWordsWithItsLink()
    {
        string[] lines = ModelOfferText.Of(_entry).Split('\n');

        lines[0].ShouldBe("<b>A &amp; B</b> is not on this machine. For &lt;small&gt; things.");
        lines[1].ShouldStartWith("Download: 2.6 GB.");
        lines[2].ShouldBe("Licence of A &amp; B: Field. For tests only. <a href=\"https://example.org/?a=1&amp;b=2\">Read it.</a>");
        lines[3].ShouldBe("Licence of Base: None. Ask them.");
        lines.Length.ShouldBe(4);
    }

    [Fact]
    public void Of_FilesForABrowserOnly_NamesEachPageOnceAndTheCommand()
    {
        string text = ModelOfferText.Of(
            _entry with
            {
                ManualFiles = [new("a", "https://example.org/p"), new("b", "https://example.org/p"), new("c", "https://example.org/q")],
            });

        text.ShouldContain(
            "3 of its files can only be downloaded with a browser: <a href=\"https://example.org/p\">Page 1.</a> <a "
                + "href=\"https://example.org/q\">Page 2.</a>");
        text.ShouldContain("srplugin models import m FILES");
    }
}
