using System.Text;

namespace SrPlugin.Networks.Clip;

/// <summary>Byte-level byte-pair encoding (Sennrich et al. 2016; Radford et al. 2019) with CLIP's mark at the end of a word.</summary>
internal sealed class BytePairEncoder
{
    private const string EndOfWord = "</w>";

    private static readonly string[] Letters = ByteLetters();

    private readonly Dictionary<(string, string), int> _ranks;

    private BytePairEncoder(Dictionary<(string, string), int> ranks) => _ranks = ranks;

    /// <summary>Reads merges.txt: an optional version line, then one pair per line.</summary>
    /// <exception cref="InvalidDataException">A line is no pair.</exception>
    public static BytePairEncoder Read(Stream merges)
    {
        var ranks = new Dictionary<(string, string), int>();
        using var reader = new StreamReader(merges, Encoding.UTF8, leaveOpen: true);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0 || (number == 1 && line.StartsWith("#version", StringComparison.Ordinal)))
                continue;
            var parts = line.Split(' ');
            if (parts.Length != 2)
                throw new InvalidDataException($"Line {number} of the tokenizer's merges is no pair of tokens: \"{line}\".");
            ranks.TryAdd((parts[0], parts[1]), ranks.Count);
        }
        return new BytePairEncoder(ranks);
    }

    /// <summary>The tokens of one word.</summary>
    public List<string> Encode(string word)
    {
        var symbols = Encoding.UTF8.GetBytes(word).Select(value => Letters[value]).ToList();
        symbols[^1] += EndOfWord;
        while (symbols.Count > 1)
        {
            var best = int.MaxValue;
            for (var i = 0; i + 1 < symbols.Count; i++)
            {
                if (_ranks.TryGetValue((symbols[i], symbols[i + 1]), out var rank) && rank < best)
                    best = rank;
            }
            if (best == int.MaxValue)
                break;
            var merged = new List<string>(symbols.Count);
            for (var i = 0; i < symbols.Count; i++)
            {
                if (i + 1 < symbols.Count && _ranks.TryGetValue((symbols[i], symbols[i + 1]), out var rank) && rank == best)
                    merged.Add(symbols[i] + symbols[++i]);
                else
                    merged.Add(symbols[i]);
            }
            symbols = merged;
        }
        return symbols;
    }

    // Printable bytes stand for themselves; the others get the letters from U+0100 on, in order (OpenAI's GPT-2 table).
    private static string[] ByteLetters()
    {
        var letters = new string[256];
        var next = 0x100;
        for (var value = 0; value < 256; value++)
        {
            var printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            letters[value] = ((char)(printable ? value : next++)).ToString();
        }
        return letters;
    }
}
