using System.Security;
using SrPlugin.Client;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.Gimp.Jobs;

/// <summary>Describes a model that is not on this machine, in Pango's markup.</summary>
internal static class ModelOfferText
{
    /// <summary>Gets what the model is, what it takes and its licences, with links to read on.</summary>
    /// <param name="entry">The model.</param>
    public static string Of(CatalogueEntry entry)
    {
        string[] lines =
        [
            $"<b>{Escaped(entry.Name)}</b> is not on this machine. {Escaped(entry.Description)}",
            Escaped(ModelText.Needs(entry)),
            .. entry.Licences.Select(terms => Escaped(ModelText.Licence(terms)) + Link(terms.Url, "Read it.")),
            .. ManualFiles(entry),
        ];
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> ManualFiles(CatalogueEntry entry)
    {
        if (entry.ManualFiles.Count == 0)
            yield break;
        string pages = string.Concat(
            entry.ManualFiles.Select(file => file.Page).Distinct().Select((page, index) => Link(page, $"Page {index + 1}.")));
        yield return $"{entry.ManualFiles.Count} of its files can only be downloaded with a browser:{pages} "
            + $"Then run in a terminal: <tt>srplugin models import {Escaped(entry.Id)} FILES</tt>";
    }

    private static string Link(string? address, string text) =>
        address is null ? "" : $" <a href=\"{Escaped(address)}\">{Escaped(text)}</a>";

    private static string Escaped(string text) => SecurityElement.Escape(text);
}
