using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SrPlugin.Networks.Clip;

namespace SrPlugin.Trainer.Prompts;

/// <summary>
/// CLIP's tokenizer with the first merges of its vocabulary only: common words stay whole, rare ones fall apart into more
/// tokens, and the token embedding shrinks from 49,408 rows to a few thousand.
/// </summary>
internal sealed class TinyTokenizer
{
    private const string Start = "<|startoftext|>", End = "<|endoftext|>";

    public TinyTokenizer(int merges)
    {
        var lines = AllMerges();
        if (merges > lines.Length)
            throw new ArgumentOutOfRangeException(nameof(merges), merges, $"Only {lines.Length} merges are included.");
        var kept = lines.AsSpan(0, merges);
        MergesText = "#version: 0.2\n" + string.Concat(kept.ToArray().Select(line => line + "\n"));
        VocabularyJson = Vocabulary(kept).ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Tokenizer = CLIPTokenizer.Read(Stream(VocabularyJson), Stream(MergesText), CLIPTokenizerConfig.Read(Stream(ConfigJson)));
    }

    public string VocabularyJson { get; }

    public string MergesText { get; }

    public string ConfigJson { get; } =
        """
        {
          "bos_token": "<|startoftext|>",
          "eos_token": "<|endoftext|>",
          "model_max_length": 77,
          "pad_token": "!",
          "tokenizer_class": "CLIPTokenizer",
          "unk_token": "<|endoftext|>"
        }

        """;

    public CLIPTokenizer Tokenizer { get; }

    private static string[] AllMerges()
    {
        using var stream = typeof(TinyTokenizer).Assembly.GetManifestResourceStream("merges.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n').Skip(1).Where(line => line.Length > 0)];
    }

    // Byte characters, the same at the end of a word, merged pieces, marks: CLIP's order.
    private static JsonObject Vocabulary(ReadOnlySpan<string> merges)
    {
        var vocabulary = new JsonObject();
        foreach (var suffix in new[] { string.Empty, "</w>" })
        {
            foreach (var letter in ByteCharacters())
                vocabulary[letter + suffix] = vocabulary.Count;
        }

        foreach (var line in merges)
            vocabulary[line.Replace(" ", string.Empty, StringComparison.Ordinal)] = vocabulary.Count;
        vocabulary[Start] = vocabulary.Count;
        vocabulary[End] = vocabulary.Count;
        return vocabulary;
    }

    // GPT-2's printable stand-ins for the 256 bytes: printable Latin-1 first, the others moved up beyond it.
    private static IEnumerable<string> ByteCharacters()
    {
        static bool IsPrintable(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
        for (var value = 0; value < 256; value++)
        {
            if (IsPrintable(value))
                yield return ((char)value).ToString();
        }

        for (int value = 0, moved = 256; value < 256; value++)
        {
            if (!IsPrintable(value))
                yield return ((char)moved++).ToString();
        }
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
