using System.Text;
using System.Text.Json;
using SrPlugin.Networks.Clip;
using SrPlugin.Testing;

namespace SrPlugin.Networks.Tests.Clip;

public sealed class CLIPTokenizerTests
{
    private static readonly Lazy<CLIPTokenizer> Real = new(() => Read("sd/tokenizer", new CLIPTokenizerConfig()));

    [Fact]
    [Trait("Kind", "Parity")]
    public void Tokenize_GoldenPrompts_EqualsFastTokenizer()
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(GoldenFolder.PathOf("sd/clip_tokenizer.json")));

        var wrong = golden.RootElement.GetProperty("rows").EnumerateArray()
            .Select(row => (Text: row.GetProperty("text").GetString()!, Wanted: Ids(row.GetProperty("fast"))))
            .Where(row => !Real.Value.Tokenize(row.Text).SequenceEqual(row.Wanted))
            .Select(
                row => $"'{row.Text}': [{string.Join(", ", Real.Value.Tokenize(row.Text))}] instead of [{string.Join(", ", row.Wanted)}]");

        wrong.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Kind", "Parity")]
    public void Encode_GoldenExample_IsPadded()
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(GoldenFolder.PathOf("sd/clip_tokenizer.json")));
        var example = golden.RootElement.GetProperty("padded_example");

        Real.Value.Encode(example.GetProperty("text").GetString()!).ShouldBe(Ids(example.GetProperty("ids")).Select(id => (long)id));
    }

    [Fact]
    [Trait("Kind", "Parity")]
    public void Encode_TinyModelsPrompts_EqualsGoldenIds()
    {
        using var golden = new GoldenTensors("sd/clip_text_tiny.safetensors");
        using var document = JsonDocument.Parse(File.ReadAllBytes(GoldenFolder.PathOf("sd/clip_text_tiny.json")));
        using var config = GoldenFolder.OpenRead("sd/sd_tiny/tokenizer/tokenizer_config.json");
        var tokenizer = Read("sd/sd_tiny/tokenizer", CLIPTokenizerConfig.Read(config));
        var wanted = golden["input_ids"].data<long>().ToArray();

        document.RootElement.GetProperty("prompts").EnumerateArray().SelectMany(prompt => tokenizer.Encode(prompt.GetString()!))
            .ShouldBe(wanted);
    }

    [Theory]
    [InlineData("\u1112\u1161\u11ab\u1100\u1173\u11af", "\ud55c\uae00")] // conjoining Hangul
    [InlineData("q\u0307\u0323", "q\u0323\u0307")] // marks in canonical order
    [InlineData("\u0958", "\u0915\u093c")] // excluded from composition
    [InlineData("\u2126", "\u03a9")] // singleton
    [InlineData("d\u0323\u0307", "\u1e0d\u0307")]
    [InlineData("\ud834\udd5e", "\ud834\udd57\ud834\udd65")] // outside the first plane
    [InlineData("\u0300a", "\u0300a")]
    public void Compose_Text_IsFormC(string text, string expected) => CanonicalComposition.Compose(text).ShouldBe(expected);

    [Theory]
    [InlineData("\ud800 lone surrogate")]
    [InlineData("\u0000\u0001")]
    public void Encode_OddText_HasFixedLength(string text) => Real.Value.Encode(text).Length.ShouldBe(77);

    [Fact]
    public void Encode_LongPrompt_EndsWithEndToken()
    {
        var ids = Real.Value.Encode(string.Join(' ', Enumerable.Repeat("word", 500)));

        ids.Length.ShouldBe(77);
        ids[^1].ShouldBe(49407);
    }

    [Fact]
    public void Read_VocabularyWithoutSpecialToken_Throws()
    {
        using var vocabulary = new MemoryStream("""{"a": 0}"""u8.ToArray());
        using var merges = new MemoryStream(Encoding.UTF8.GetBytes("#version: 0.2\n"));

        Should.Throw<InvalidDataException>(
            () => CLIPTokenizer.Read(vocabulary, merges, new CLIPTokenizerConfig())).Message.ShouldContain("<|startoftext|>");
    }

    [Theory]
    [InlineData("#version: 0.2\na b c\n", "Line 2")]
    [InlineData("#version: 0.2\na b\n", "vocab.json and merges.txt belong together")]
    public void Read_MergesThatDoNotFit_Throws(string lines, string expected)
    {
        using var vocabulary = new MemoryStream("{\"a\": 0, \"b\": 1, \"!\": 2, \"<|startoftext|>\": 3, \"<|endoftext|>\": 4}"u8.ToArray());
        using var merges = new MemoryStream(Encoding.UTF8.GetBytes(lines));

        Should.Throw<InvalidDataException>(
            () => CLIPTokenizer.Read(vocabulary, merges, new CLIPTokenizerConfig())).Message.ShouldContain(expected);
    }

    private static CLIPTokenizer Read(string folder, CLIPTokenizerConfig config)
    {
        using var vocabulary = GoldenFolder.OpenRead($"{folder}/vocab.json");
        using var merges = GoldenFolder.OpenRead($"{folder}/merges.txt");
        return CLIPTokenizer.Read(vocabulary, merges, config);
    }

    private static int[] Ids(JsonElement array) => array.EnumerateArray().Select(id => id.GetInt32()).ToArray();
}
