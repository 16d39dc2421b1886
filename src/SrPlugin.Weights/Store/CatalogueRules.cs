using SrPlugin.Weights.Models;

namespace SrPlugin.Weights.Store;

/// <summary>Checks what an entry of the catalogue says.</summary>
internal static class CatalogueRules
{
    /// <summary>Finds every fault of an entry.</summary>
    public static IReadOnlyList<string> FindFaults(CatalogueModel model)
    {
        // An entry becomes the manifest of the installed model, so that the manifest's rules come first.
        var faults = new List<string>(ModelManifestRules.FindFaults(new ModelManifest
        {
            Id = model.Id,
            Name = model.Name,
            Description = model.Description,
            Pipeline = model.Pipeline,
            Licence = model.Licence,
            Base = model.Base,
            Configuration = model.Configuration,
            Files = [
                .. model.Files.Select(
                    file =>
                        new ModelFile
                        {
                            Path = file.Path,
                            Size = file.Size,
                            Sha256 = file.Sha256 ?? new string('0', 64),
                            Sources = file.Sources,
                        })
            ],
        }));
        if (model.Base is { } id && !ModelManifestRules.IsId(id))
            faults.Add($"base '{id}' is not the id of an entry");
        if (model.Base is not null && model.Pipeline == ModelManifest.BasePipeline)
            faults.Add("a base cannot have a base");
        foreach (CatalogueFile file in model.Files)
        {
            if (file.Size == 0)
                faults.Add($"size of '{file.Path}' is missing");
            if (file.Sources.Count == 0 && file.Page is null)
                faults.Add($"'{file.Path}' has neither sources nor a page");
            if (file.Signature.IsEmpty && file.Sha256 is null)
                faults.Add($"'{file.Path}' has neither a sha256 nor a signature, so that it cannot be recognised");
            if (file.Page is { } page && !IsSafeAddress(page))
                faults.Add($"page '{page}' of '{file.Path}' is not an https address");
            foreach (string source in file.Sources.Where(source => !IsSafeAddress(source)))
                faults.Add($"source '{source}' of '{file.Path}' is not an https address");
        }

        return faults;
    }

    /// <summary>Determines whether nobody on the way can change what comes from an address.</summary>
    public static bool IsSafeAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
