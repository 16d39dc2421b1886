using System.Globalization;
using System.Text;

namespace SrPlugin.Networks.Clip;

/// <summary>
/// Unicode normalisation form C (Unicode Standard Annex 15). .NET leaves text as it is in globalisation-invariant mode, which this
/// product uses so that it needs no ICU; the tokenizer's ids must not depend on that.
/// </summary>
internal sealed class CanonicalComposition
{
    private const int HangulBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TrailCount = 28;

    private static readonly Lazy<CanonicalComposition> Shared = new(() => new CanonicalComposition());

    private readonly Dictionary<int, int> _classes = [];
    private readonly Dictionary<int, int[]> _decompositions = [];
    private readonly Dictionary<(int, int), int> _compositions = [];

    private CanonicalComposition()
    {
        using var stream =
            typeof(CanonicalComposition).Assembly.GetManifestResourceStream(typeof(CanonicalComposition), "CanonicalComposition.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var fields = line.Split(' ');
            if (fields[0] == "C")
            {
                for (var code = Code(fields[1]); code <= Code(fields[2]); code++)
                    _classes[code] = int.Parse(fields[3], CultureInfo.InvariantCulture);
                continue;
            }
            var parts = fields[2..].Select(Code).ToArray();
            _decompositions[Code(fields[1])] = parts;
            if (fields[0] == "D")
                _compositions[(parts[0], parts[1])] = Code(fields[1]);
        }

        static int Code(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    /// <summary>The text in form C. Unpaired surrogates become U+FFFD, as in any conversion to UTF-8.</summary>
    public static string Compose(string text) => Ascii.IsValid(text) ? text : Shared.Value.Normalize(text);

    private string Normalize(string text)
    {
        var codes = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, codes);
        Order(codes);
        Recompose(codes);
        var result = new StringBuilder(text.Length);
        foreach (var code in codes)
            result.Append(new Rune(code).ToString());
        return result.ToString();
    }

    private void Decompose(int code, List<int> target)
    {
        var hangul = code - HangulBase;
        if (hangul is >= 0 and < LeadCount * VowelCount * TrailCount)
        {
            target.Add(LeadBase + hangul / (VowelCount * TrailCount));
            target.Add(VowelBase + hangul / TrailCount % VowelCount);
            if (hangul % TrailCount > 0)
                target.Add(TrailBase + hangul % TrailCount);
        }
        else if (_decompositions.TryGetValue(code, out var parts))
        {
            foreach (var part in parts)
                Decompose(part, target);
        }
        else
        {
            target.Add(code);
        }
    }

    private int Class(int code) => _classes.GetValueOrDefault(code);

    /// <summary>Sorts every run of combining marks by class, keeping the order within a class.</summary>
    private void Order(List<int> codes)
    {
        for (var i = 1; i < codes.Count; i++)
        {
            var code = codes[i];
            var order = Class(code);
            var j = i;
            for (; order > 0 && j > 0 && Class(codes[j - 1]) > order; j--)
                codes[j] = codes[j - 1];
            codes[j] = code;
        }
    }

    private void Recompose(List<int> codes)
    {
        var starter = -1;
        var length = 0;
        var lastClass = 0; // of what was kept since the starter
        foreach (var code in codes.ToArray())
        {
            var order = Class(code);
            var adjacent = starter == length - 1;
            if (starter >= 0 && (adjacent || lastClass < order) && Pair(codes[starter], code) is { } composed)
            {
                codes[starter] = composed;
                continue;
            }
            if (order == 0)
                starter = length;
            lastClass = order;
            codes[length++] = code;
        }
        codes.RemoveRange(length, codes.Count - length);
    }

    private int? Pair(int first, int second)
    {
        var (lead, vowel) = (first - LeadBase, second - VowelBase);
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
            return HangulBase + (lead * VowelCount + vowel) * TrailCount;
        var (syllable, trail) = (first - HangulBase, second - TrailBase);
        if (syllable is >= 0 and < LeadCount * VowelCount * TrailCount && syllable % TrailCount == 0 && trail is > 0 and < TrailCount)
            return first + trail;
        return _compositions.TryGetValue((first, second), out var composed) ? composed : null;
    }
}
