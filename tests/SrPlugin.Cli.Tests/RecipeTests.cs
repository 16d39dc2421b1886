using System.Text.Json;
using SrPlugin.Imaging;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Cli.Tests;

/// <summary>Presets, and the recipe that a result carries.</summary>
public sealed class RecipeTests : IDisposable
{
    private readonly Workspace _files = new();

    public void Dispose() => _files.Dispose();

    private CliRun Upscale(params string[] arguments) => CliRun.Of(["upscale", "--model", _files.Model, .. arguments]);

    private byte[] Pixels(string name) => PictureFile.Load(_files[name]).Pixels.Bytes.ToArray();

    private RecipeNote? Note(string name) =>
        RecipeNote.Find(PictureFile.Load(_files[name]).Metadata.Text.GetValueOrDefault(PictureMetadata.CommentKey), ControlManifest.Load());

    [Fact]
    public void Preset_BuiltIn_SetsWhatTheCommandLineLeavesOpen()
    {
        string source = _files.Picture("a.png");

        CliRun run = Upscale(source, "-o", _files["b.png"], "--preset", "gentle", "--noise", "0.4", "--json");

        run.Code.ShouldBe(0, run.Error);
        JsonElement report = run.Json[0];
        report.GetProperty("mode").GetString().ShouldBe("restore");
        report.GetProperty("blur").GetDouble().ShouldBe(0.1);
        report.GetProperty("noise").GetDouble().ShouldBe(0.4);
        Upscale(source, "-o", _files["c.png"], "--mode", "restore", "--blur", "0.1", "--noise", "0.4", "--guidance", "1").Code.ShouldBe(0);
        Pixels("b.png").ShouldBe(Pixels("c.png"));
    }

    [Fact]
    public void SavePreset_Name_LiesWithTheUsersAndMakesTheSamePixels()
    {
        string name = "saved-" + Path.GetFileName(_files.Root).ToLowerInvariant().Replace('_', '-');
        string source = _files.Picture("a.png");

        CliRun run = Upscale(
            source, "-o", _files["b.png"], "--scale", "2", "--blur", "0.3", "--noise", "0.2", "--prompt", "schön \"scharf\"",
            "--save-preset", name);

        run.Code.ShouldBe(0, run.Error);
        run.Error.ShouldContain(TestEnvironment.PresetFolder);
        File.Exists(Path.Combine(TestEnvironment.PresetFolder, name + ".json")).ShouldBeTrue();
        CliRun again = CliRun.Of("upscale", source, "-o", _files["c.png"], "--preset", name);
        again.Code.ShouldBe(0, again.Error);
        Pixels("c.png").ShouldBe(Pixels("b.png"));
        Upscale(source, "-o", _files["d.png"], "--save-preset", name).Code.ShouldBe((int)ExitCode.Usage, "the preset exists");
        File.Exists(_files["d.png"]).ShouldBeFalse();
    }

    [Fact]
    public void SavePreset_File_IsReadFromThereAgain()
    {
        string source = _files.Picture("a.png");

        Upscale(
            source, "-o", _files["b.png"], "--scale", "2", "--preset", "gentle", "--mode", "upscale", "--save-preset",
            _files["my kind.json"]).Code.ShouldBe(0);
        CliRun again = CliRun.Of("upscale", source, "-o", _files["c.png"], "--preset", _files["my kind.json"], "--json");

        again.Code.ShouldBe(0, again.Error);
        again.Json[0].GetProperty("scale").GetDouble().ShouldBe(2);
        Pixels("c.png").ShouldBe(Pixels("b.png"));
    }

    [Theory]
    [InlineData("Not A Name")]
    [InlineData("a.b")]
    public void SavePreset_NameThatIsNone_IsRefusedBeforeAnyWork(string name)
    {
        CliRun run = Upscale(_files.Picture("a.png"), "-o", _files["b.png"], "--save-preset", name);

        run.Code.ShouldBe((int)ExitCode.Usage, run.Error);
        run.Error.ShouldContain("lower-case");
        File.Exists(_files["b.png"]).ShouldBeFalse();
    }

    [Fact]
    public void Preset_Unknown_ListsThoseThereAre()
    {
        CliRun run = Upscale(_files.Picture("a.png"), "-o", _files["b.png"], "--preset", "no-such");

        run.Code.ShouldBe((int)ExitCode.Usage);
        foreach (string word in (string[])["no-such", "photo-restore", "old-scan", "jpeg-clean-up", "gentle", "text-and-line-art", "maximum-detail"])
            run.Error.ShouldContain(word);
    }

    [Fact]
    public void Preset_FaultyFile_SaysEverythingThatIsWrong()
    {
        File.WriteAllText(_files["p.json"], """{"name":"P","recipe":{"scale":99,"sharpness":1}}""");

        CliRun run = Upscale(_files.Picture("a.png"), "-o", _files["b.png"], "--preset", _files["p.json"]);

        run.Code.ShouldBe((int)ExitCode.BadInput);
        foreach (string word in (string[])["p.json", "title", "lower-case", "scale", "sharpness"])
            run.Error.ShouldContain(word);
    }

    [Theory]
    [InlineData("b.png")]
    [InlineData("b.jpg")]
    [InlineData("b.webp")]
    [InlineData("b.tif")]
    public void RecipeFrom_EveryFormatWithMetadata_MakesTheSamePixels(string result)
    {
        string source = _files.Picture("a.png");
        Upscale(
            source, "-o", _files[result], "--scale", "1.5", "--latent", "sample", "--seed", "4294967295", "--prompt",
            "grün").Code.ShouldBe(0);
        Upscale(
            source, "-o", _files["direct.png"], "--scale", "1.5", "--latent", "sample", "--seed", "4294967295", "--prompt",
            "grün").Code.ShouldBe(0);

        CliRun run = Upscale(source, "-o", _files["c.png"], "--recipe-from", _files[result]);

        run.Code.ShouldBe(0, run.Error);
        run.Error.Split('\n').ShouldAllBe(line => line.Length == 0 || line.Contains(" %, ")); // slow machines tell of their progress
        Pixels("c.png").ShouldBe(Pixels("direct.png"));
        Note("c.png").ShouldBe(Note(result));
    }

    [Fact]
    public void Note_OfAResult_SaysHowItWasMade()
    {
        string source = _files.Picture("a.png");

        Upscale(source, "-o", _files["b.png"], "--seed", "7").Code.ShouldBe(0);

        RecipeNote note = Note("b.png")!;
        note.Version.ShouldBe(CliRun.Of("--version").Output.Trim());
        note.ModelHash.Length.ShouldBe(64);
        note.Scores.ShouldNotBeNull();
        note.Recipe.Model.ShouldBe("tiny");
        note.Recipe.Seed.ShouldBe(7);
        note.Recipe.Blur.ShouldBe(note.Scores.Blur);
        note.Recipe.NegativePrompt.ShouldNotBeNullOrEmpty();
        string text = PictureFile.Load(_files["b.png"]).Metadata.Text[PictureMetadata.CommentKey];
        text.ShouldNotContain(_files.Root, customMessage: "a result that is passed on must not tell where its maker keeps files");
    }

    [Fact]
    public void Note_SourceWithACommentAndANote_KeepsTheOneAndReplacesTheOther()
    {
        Picture picture = PictureFile.Load(_files.Picture("a.png"));
        PictureFile.Save(
            picture with
            {
                Metadata = picture.Metadata with { Text = picture.Metadata.Text.SetItem(PictureMetadata.CommentKey, "at the lake") },
            },
            _files["a.png"]);

        Upscale(_files["a.png"], "-o", _files["b.png"], "--mode", "restore", "--seed", "1").Code.ShouldBe(0);
        Upscale(_files["b.png"], "-o", _files["c.png"], "--mode", "restore", "--seed", "2").Code.ShouldBe(0);

        string[] lines = PictureFile.Load(_files["c.png"]).Metadata.Text[PictureMetadata.CommentKey].Split('\n');
        lines.Length.ShouldBe(2);
        lines[0].ShouldBe("at the lake");
        Note("c.png")!.Recipe.Seed.ShouldBe(2);
    }

    [Fact]
    public void RecipeFrom_PictureWithoutOne_SaysSo()
    {
        string source = _files.Picture("a.png");

        CliRun run = Upscale(source, "-o", _files["b.png"], "--recipe-from", source);

        run.Code.ShouldBe((int)ExitCode.BadInput);
        run.Error.ShouldContain("does not say how it was made");
    }

    [Fact]
    public void RecipeFrom_ModelWithOtherFiles_WarnsAndGoesOn()
    {
        string source = _files.Picture("a.png");
        Upscale(source, "-o", _files["b.png"]).Code.ShouldBe(0);
        File.WriteAllText(_files["tiny/notes.txt"], "The weights are the same, but who can tell.");

        CliRun run = Upscale(source, "-o", _files["c.png"], "--recipe-from", _files["b.png"]);

        run.Code.ShouldBe(0, run.Error);
        run.Error.ShouldContain("other files of the model");
    }

    [Fact]
    public void PresetAndRecipeFrom_Together_AreRefused()
    {
        string source = _files.Picture("a.png");
        Upscale(source, "-o", _files["b.png"]).Code.ShouldBe(0);

        CliRun run = Upscale(source, "-o", _files["c.png"], "--recipe-from", _files["b.png"], "--preset", "gentle");

        run.Code.ShouldBe((int)ExitCode.Usage);
        run.Error.ShouldContain("--preset and --recipe-from");
    }

    [Theory]
    [InlineData("b.png")]
    [InlineData("b.jpg")]
    public void StripMetadata_LeavesNothingButTheColourProfile(string result)
    {
        Picture picture = PictureFile.Load(_files.Picture("a.png"));
        byte[] profile = PictureFile.Load(PictureCaseTests.CasePath("png_p3.png")).Metadata.IccProfile!;
        PictureFile.Save(
            picture with
            {
                Metadata = picture.Metadata with { IccProfile = profile, Text = picture.Metadata.Text.SetItem("Author", "me") },
            },
            _files["a.png"]);

        Upscale(_files["a.png"], "-o", _files[result], "--strip-metadata").Code.ShouldBe(0);

        PictureMetadata left = PictureFile.Load(_files[result]).Metadata;
        left.Text.ShouldBeEmpty();
        left.Exif.ShouldBeNull();
        left.IccProfile.ShouldBe(profile);
    }
}
