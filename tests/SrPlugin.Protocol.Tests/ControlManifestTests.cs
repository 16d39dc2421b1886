using System.Text;
using System.Text.Json;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Protocol.Tests;

public sealed class ControlManifestTests
{
    private static readonly ControlManifest _manifest = ControlManifest.Load();

    [Fact]
    public void Controls_OfRecipes_AreTheRecipesMembers()
    {
        IEnumerable<string> members = ProtocolJson.Default.Recipe.Properties.Select(property => property.Name);

        _manifest.Controls.Where(control => control.IsInRecipe).Select(control => control.Key).Append("model")
            .ShouldBe(members, ignoreOrder: true);
    }

    [Fact]
    public void For_Family_LeavesOutWhatHasNoMeaningForIt()
    {
        string[] s3diff = [.. _manifest.For("s3diff").Select(control => control.Name)];
        string[] addsr = [.. _manifest.For("addsr").Select(control => control.Name)];

        s3diff.ShouldContain("blur");
        s3diff.ShouldNotContain("steps");
        addsr.ShouldContain("steps");
        addsr.ShouldNotContain("blur");
        addsr.ShouldNotContain("device");
    }

    [Fact]
    public void DefaultFor_FamilyWithItsOwn_IsThatOne()
    {
        _manifest["guidance"].DefaultFor("s3diff")!.Value.GetDouble().ShouldBe(1.07);
        _manifest["guidance"].DefaultFor("addsr")!.Value.GetDouble().ShouldBe(1);
        _manifest["tile"].DefaultFor("addsr").ShouldBeNull();
    }

    [Fact]
    public void Read_ManyFaults_NamesThemAll()
    {
        const string Text = """
            {"controls": [
              {"name": "Bad Name", "title": "t", "type": "text", "help": "h"},
              {"name": "range", "title": "t", "type": "number", "minimum": 2, "maximum": 1, "help": "h"},
              {"name": "size", "title": "", "type": "number", "minimum": 0, "maximum": 1, "help": ""},
              {"name": "colour", "title": "t", "type": "choice", "choices": ["red", "green"], "default": "blue", "help": "h"},
              {"name": "colour", "title": "t", "type": "choice", "choices": ["red"], "help": "h"},
              {"name": "tone", "title": "t", "type": "choice", "choices": ["red", "green"], "choiceTitles": ["Red"], "help": "h"},
              {"name": "grain", "title": "t", "type": "text", "group": "Film", "help": "h"}
            ]}
            """;

        var exception = Should.Throw<InvalidManifestException>(
            () => ControlManifest.Read(new MemoryStream(Encoding.UTF8.GetBytes(Text)), "x.json"));

        foreach (
            string part in new[]
            {
                "Bad Name",
                "range",
                "size has no title",
                "size has no help",
                "blue",
                "two choices",
                "occurs 2 times",
                "tone needs a title",
                "grain is in a group",
            })
            exception.Message.ShouldContain(part);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"controls\": 1}")]
    [InlineData("{\"controls\": [{\"name\": \"x\"}]}")]
    [InlineData("nonsense")]
    public void Read_WrongForm_IsRefused(string text) =>
        Should.Throw<InvalidManifestException>(() => ControlManifest.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.json"));

    [Theory]
    [InlineData("scale", "4.5", true)]
    [InlineData("scale", "0.5", false)]
    [InlineData("scale", "9", false)]
    [InlineData("scale", "\"4\"", false)]
    [InlineData("seed", "4294967295", true)]
    [InlineData("seed", "1.5", false)]
    [InlineData("seed", "1e400", false)]
    [InlineData("mode", "\"restore\"", true)]
    [InlineData("mode", "\"other\"", false)]
    [InlineData("mode", "1", false)]
    [InlineData("prompt", "\"a cat\"", true)]
    [InlineData("prompt", "{}", false)]
    [InlineData("show-changes", "true", true)]
    [InlineData("show-changes", "1", false)]
    public void FindFault_Value_IsJudgedByTypeAndRange(string name, string json, bool isSound)
    {
        using JsonDocument document = JsonDocument.Parse(json);

        (_manifest[name].FindFault(document.RootElement) is null).ShouldBe(isSound);
    }

    [Fact]
    public void Ranges_OfNumbers_HoldTheDefault()
    {
        foreach (
            Control control in ControlManifest.Load().Controls.Where(control => control.Type is ControlType.Number or ControlType.Integer))
        {
            control.Minimum.ShouldNotBeNull(control.Name);
            control.Maximum.ShouldNotBeNull(control.Name);
            if (control.Default is { } value)
                value.GetDouble().ShouldBeInRange(control.Minimum.Value, control.Maximum.Value, control.Name);
        }
    }
}
