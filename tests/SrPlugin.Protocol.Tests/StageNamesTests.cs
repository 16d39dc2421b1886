namespace SrPlugin.Protocol.Tests;

public sealed class StageNamesTests
{
    [Theory]
    [InlineData("tag", "looking at the picture")]
    [InlineData("control", "restoring")]
    [InlineData("denoise", "restoring")]
    [InlineData("something new", "something new")]
    public void Of_Word_IsWhatPeopleRead(string word, string name) => StageNames.Of(word).ShouldBe(name);
}
