using SrPlugin.Networks.Tagger;

namespace SrPlugin.Networks.Tests.Tagger;

public sealed class TagVocabularyTests
{
    [Fact]
    public void Read_AuthorsLists_KeepsOrderAndSpaces()
    {
        var vocabulary = TagVocabulary.Read(new StringReader("night view\r\ncat\n\n"), new StringReader("0.65\n0.7\n"));

        vocabulary.Tags.ShouldBe(["night view", "cat"]);
        vocabulary.Thresholds.ShouldBe([0.65f, 0.7f]);
    }

    [Fact]
    public void Read_DeletedTag_IsNeverChosen() =>
        TagVocabulary.Read(new StringReader("cat\ndog"), new StringReader("0.5\n0.5"), new StringReader("dog\n")).Thresholds
            .ShouldBe([0.5f, float.PositiveInfinity]);

    [Theory]
    [InlineData("cat\ndog", "0.5", null, "2 tags but 1 thresholds")]
    [InlineData("cat\ndog", "0.5\n1.5", null, "tag 2 is '1.5'")]
    [InlineData("cat\ndog", "0.5\nhigh", null, "tag 2 is 'high'")]
    [InlineData("cat\ndog", "0.5\n0.5", "bird", "'bird'")]
    public void Read_ListsThatDoNotFit_SayWhy(string tags, string thresholds, string? deleted, string message) =>
        Should.Throw<FormatException>(() => TagVocabulary.Read(
            new StringReader(tags), new StringReader(thresholds),
            deleted is null ? null : new StringReader(deleted))).Message.ShouldContain(message);
}
