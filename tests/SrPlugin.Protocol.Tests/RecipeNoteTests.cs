using SrPlugin.Protocol.Controls;

namespace SrPlugin.Protocol.Tests;

public sealed class RecipeNoteTests
{
    private static readonly ControlManifest Controls = ControlManifest.Load();

    private static readonly RecipeNote Note = new()
    {
        Version = "1.2.3",
        ModelHash = "abc",
        Scores = new DegradationScores(0.1, 0.7),
        Recipe = new Recipe { Model = "tiny", Prompt = "schöner\n{\"srplugin\":", Seed = 4294967295, Blur = 0.1f },
    };

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("what the camera's owner wrote\r\nin two lines")]
    public void Find_AfterAppend_IsTheNote(string? comment)
    {
        string text = Note.AppendTo(comment);

        RecipeNote.Find(text, Controls).ShouldBe(Note);
        text.ShouldAllBe(c => c < 128);
        if (!string.IsNullOrEmpty(comment))
            text.ShouldStartWith("what the camera's owner wrote\n");
    }

    [Fact]
    public void AppendTo_CommentWithAnOlderNote_ReplacesIt()
    {
        RecipeNote newer = Note with { Version = "2.0.0" };

        string text = newer.AppendTo(Note.AppendTo("mine"));

        text.Split('\n').Length.ShouldBe(2);
        RecipeNote.Find(text, Controls).ShouldBe(newer);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no note, just {\"srplugin\": 1} within a line")]
    public void Find_NoNote_IsNull(string? comment) => RecipeNote.Find(comment, Controls).ShouldBeNull();

    [Theory]
    [InlineData("{\"srplugin\":")]
    [InlineData("{\"srplugin\":\"1\",\"modelHash\":\"a\"}")]
    [InlineData("{\"srplugin\":\"1\",\"modelHash\":\"a\",\"recipe\":{\"scale\":99}}")]
    [InlineData("{\"srplugin\":\"1\",\"modelHash\":\"a\",\"recipe\":{\"model\":\"\\\\\\\\host\\\\share\"}}")]
    [InlineData("{\"srplugin\":\"1\",\"modelHash\":\"a\",\"recipe\":{\"model\":\"/net/host/share\"}}")]
    [InlineData("{\"srplugin\":\"1\",\"modelHash\":\"a\",\"recipe\":{\"model\":\"c:model\"}}")]
    public void Find_DamagedNote_Throws(string comment) =>
        Should.Throw<InvalidDataException>(() => RecipeNote.Find(comment, Controls)).Message.ShouldContain("damaged");
}
