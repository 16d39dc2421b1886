using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace SrPlugin.Networks.Clip;

/// <summary>
/// The byte-pair tokenizer of CLIP, as transformers' CLIPTokenizerFast behaves: special tokens are cut out first, then form C, one
/// space per run of white space and lower case per character, then words, then byte pairs.
/// </summary>
public sealed partial class CLIPTokenizer
{
    private readonly CLIPTokenizerConfig _config;
    private readonly Dictionary<string, int> _vocabulary;
    private readonly BpeTokenizer _words;
    private readonly string[] _rawSpecials;
    private readonly string[] _normalizedSpecials;

    private CLIPTokenizer(CLIPTokenizerConfig config, Dictionary<string, int> vocabulary, IReadOnlyList<string> merges)
    {
        _config = config;
        _vocabulary = vocabulary;
        _rawSpecials = config.SpecialTokens.Where(token => !token.Value).Select(token => token.Key).ToArray();
        _normalizedSpecials = config.SpecialTokens.Where(token => token.Value).Select(token => token.Key).ToArray();
        foreach (var token in (string[])[config.BosToken, config.EosToken, config.UnkToken, config.PadToken, .. config.SpecialTokens.Keys])
        {
            if (!vocabulary.ContainsKey(token))
                throw new InvalidDataException(
                    $"The tokenizer's vocabulary lacks its own token \"{token}\". Check that vocab.json and tokenizer_config.json belong "
                        + $"together.");
        }
        try
        {
            _words = BpeTokenizer.Create(new BpeOptions(vocabulary)
            {
                Merges = merges,
                ByteLevel = true,
                EndOfWordSuffix = "</w>",
                UnknownToken = config.UnkToken,
                PreTokenizer = new RegexPreTokenizer(Word(), null),
            });
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException(
                "The tokenizer's merges make tokens that its vocabulary lacks. Check that vocab.json and merges.txt belong together.",
                exception);
        }
    }

    /// <summary>Tokens of every prompt, beginning, end and padding included.</summary>
    public int Length => _config.ModelMaxLength;

    /// <summary>Reads the published files.</summary>
    /// <param name="vocabulary">vocab.json: an object from token to id.</param>
    /// <param name="merges">merges.txt: one pair per line, most frequent first.</param>
    /// <param name="config">See <see cref="CLIPTokenizerConfig"/>.</param>
    /// <exception cref="JsonException">The vocabulary is no JSON object of numbers.</exception>
    /// <exception cref="InvalidDataException">A merge is malformed or a special token is not in the vocabulary.</exception>
    public static CLIPTokenizer Read(Stream vocabulary, Stream merges, CLIPTokenizerConfig config)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(merges);
        ArgumentNullException.ThrowIfNull(config);
        var tokens = JsonSerializer.Deserialize<Dictionary<string, int>>(vocabulary)
            ?? throw new JsonException("The tokenizer's vocabulary is empty.");
        return new CLIPTokenizer(config, new Dictionary<string, int>(tokens, StringComparer.Ordinal), ReadMerges(merges));
    }

    /// <summary>The ids of a prompt, padded to <see cref="Length"/>.</summary>
    public long[] Encode(string prompt)
    {
        var ids = new long[Length];
        var tokens = Tokenize(prompt);
        Array.Fill(ids, _vocabulary[_config.PadToken]);
        for (var i = 0; i < tokens.Count; i++)
            ids[i] = tokens[i];
        return ids;
    }

    /// <summary>The ids of a prompt from beginning to end token, cut to <see cref="Length"/> but not padded.</summary>
    public IReadOnlyList<int> Tokenize(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var ids = new List<int> { _vocabulary[_config.BosToken] };
        foreach (var (piece, isSpecial) in Cut(prompt, _rawSpecials))
        {
            if (isSpecial)
            {
                ids.Add(_vocabulary[piece]);
                continue;
            }
            foreach (var (part, isNormalizedSpecial) in Cut(Normalize(piece), _normalizedSpecials))
            {
                if (isNormalizedSpecial)
                    ids.Add(_vocabulary[part]);
                else
                    ids.AddRange(_words.EncodeToIds(part));
            }
        }
        if (ids.Count > Length - 1)
            ids.RemoveRange(Length - 1, ids.Count - (Length - 1));
        ids.Add(_vocabulary[_config.EosToken]);
        return ids;
    }

    private static string Normalize(string text)
    {
        var spaced = WhiteSpace().Replace(CanonicalComposition.Compose(text), " ");
        var result = new StringBuilder(spaced.Length);
        foreach (var rune in spaced.EnumerateRunes())
        {
            // The one character whose lower case is two characters.
            result.Append(rune.Value == 0x130 ? "i\u0307" : Rune.ToLowerInvariant(rune).ToString());
        }
        return result.ToString();
    }

    // An optional version line, then one pair per line.
    private static List<string> ReadMerges(Stream merges)
    {
        var pairs = new List<string>();
        using var reader = new StreamReader(merges, Encoding.UTF8, leaveOpen: true);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0 || (number == 1 && line.StartsWith("#version", StringComparison.Ordinal)))
                continue;
            if (line.Split(' ').Length != 2)
                throw new InvalidDataException($"Line {number} of the tokenizer's merges is no pair of tokens: \"{line}\".");
            pairs.Add(line);
        }
        return pairs;
    }

    /// <summary>Cuts special tokens out of a text, the leftmost first and of those the longest.</summary>
    private static IEnumerable<(string Text, bool IsSpecial)> Cut(string text, string[] specials)
    {
        var start = 0;
        while (start < text.Length)
        {
            var found = specials
                .Select(special => (Special: special, Index: text.IndexOf(special, start, StringComparison.Ordinal)))
                .Where(match => match.Index >= 0)
                .OrderBy(match => match.Index).ThenByDescending(match => match.Special.Length)
                .FirstOrDefault();
            if (found.Special is null)
            {
                yield return (text[start..], false);
                yield break;
            }
            if (found.Index > start)
                yield return (text[start..found.Index], false);
            yield return (found.Special, true);
            start = found.Index + found.Special.Length;
        }
    }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex WhiteSpace();

    // Differs from upstream: .NET's expressions see UTF-16 units, so letters and digits beyond U+FFFF count as symbols.
    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
