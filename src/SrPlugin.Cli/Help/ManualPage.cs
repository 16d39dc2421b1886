using System.Text;

namespace SrPlugin.Cli.Help;

/// <summary>Formats a command's description as a manual page (man(7)).</summary>
internal static class ManualPage
{
    /// <summary>Formats one page.</summary>
    /// <param name="description">The command.</param>
    /// <param name="more">Sections that follow, already formatted.</param>
    public static string Format(CommandDescription description, string more = "")
    {
        string name = description.Name.Replace(' ', '-');
        var page = new StringBuilder();
        page.Append($".TH {name.ToUpperInvariant()} 1 \"\" SrPlugin \"User Commands\"\n");
        page.Append($".SH NAME\n{Escape(name)} \\- {Escape(FirstSentence(description.Summary))}\n");
        page.Append($".SH SYNOPSIS\n.B {Escape(description.Name)}\n{Escape(description.Usage[description.Name.Length..].Trim())}\n");
        page.Append($".SH DESCRIPTION\n{Escape(description.Summary)}\n");
        foreach (CommandDescription.Section section in description.Sections)
        {
            page.Append($".SH {Escape(section.Title.ToUpperInvariant())}\n");
            foreach (CommandDescription.Entry entry in section.Entries)
                page.Append($".TP\n.B {Escape(entry.Signature)}\n{Escape(entry.Text)}\n");
        }

        return page.Append(more).ToString();
    }

    private static string FirstSentence(string text)
    {
        int end = text.IndexOf(". ", StringComparison.Ordinal);
        string sentence = (end < 0 ? text : text[..end]).TrimEnd('.');
        return char.ToLowerInvariant(sentence[0]) + sentence[1..];
    }

    private static string Escape(string text)
    {
        text = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return text.StartsWith('.') || text.StartsWith('\'') ? "\\&" + text : text;
    }
}
