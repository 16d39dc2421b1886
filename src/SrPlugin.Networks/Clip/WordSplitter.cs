using System.Globalization;
using System.Text;

namespace SrPlugin.Networks.Clip;

/// <summary>
/// Splits text as CLIP's pattern does: <c>'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+</c>. Written by hand because .NET's
/// expressions see UTF-16 units, not characters.
/// </summary>
internal static class WordSplitter
{
    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private enum Kind
    {
        Space,
        Letter,
        Digit,
        Other,
    }

    public static IEnumerable<string> Split(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = EndOfWord(text, start);
            if (end > start)
                yield return text[start..end];
            start = Math.Max(end, start + 1);
        }
    }

    private static int EndOfWord(string text, int start)
    {
        foreach (var contraction in Contractions)
        {
            if (string.CompareOrdinal(text, start, contraction, 0, contraction.Length) == 0)
                return start + contraction.Length;
        }
        var kind = KindAt(text, start, out var length);
        var end = start + length;
        if (kind == Kind.Space)
            return start;
        if (kind == Kind.Digit)
            return end;
        while (end < text.Length && KindAt(text, end, out length) == kind)
            end += length;
        return end;
    }

    private static Kind KindAt(string text, int index, out int length)
    {
        if (Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out length) != System.Buffers.OperationStatus.Done)
            return Kind.Other;
        if (Rune.IsWhiteSpace(rune))
            return Kind.Space;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Digit,
            _ => Kind.Other,
        };
    }
}
