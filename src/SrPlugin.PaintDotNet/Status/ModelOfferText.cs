using SrPlugin.Client;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.PaintDotNet.Status;

/// <summary>Describes a model that is not on this machine.</summary>
internal static class ModelOfferText
{
    /// <summary>Gets what the model is, what it takes, its licences, and how to get it.</summary>
    /// <param name="entry">The model.</param>
    public static string Of(CatalogueEntry entry)
    {
        IEnumerable<string> parts =
        [
            $"{entry.Name} is not on this machine. {entry.Description}",
            ModelText.Needs(entry),
            .. entry.Licences.Select(terms => terms.Url is { } url ? $"{ModelText.Licence(terms)} {url}" : ModelText.Licence(terms)),
            entry.ManualFiles.Count > 0
                ? Manual(entry)
                : $"Press the button to {(entry.Licences.Count > 0 ? "accept the licence and " : "")}download it, or choose another model.",
        ];
        return string.Join(' ', parts);
    }

    private static string Manual(CatalogueEntry entry) =>
        $"{entry.ManualFiles.Count} of its files can only be downloaded with a browser: "
        + $"{string.Join(' ', entry.ManualFiles.Select(file => file.Page).Distinct())} "
        + $"Then run in a terminal: srplugin models import {entry.Id} FILES";
}
