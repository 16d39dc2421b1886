using System.CommandLine;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Output;
using SrPlugin.Protocol;
using SrPlugin.Weights.Models;
using SrPlugin.Weights.Store;

namespace SrPlugin.Cli.Commands;

/// <summary><c>srplugin models list|get|import|verify|remove|where</c>.</summary>
internal sealed class ModelsCommand(
    CliConsole console, ModelStoreAccess models, CommandCancellation cancellation, TimeProvider clock) : ICliCommand
{
    public Command Build()
    {
        Option<bool> json = SharedOptions.Json();
        var list = new Command("list", "List the models that are installed, and those that can be.") { json };
        list.SetAction(parsed => List(parsed.GetValue(json)));

        var ids = new Argument<string[]>("ID|DIR")
        {
            Description = "Models to verify. [default: all, and the bases they share]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var verify = new Command("verify", "Compare the files of models with the sizes and checksums of their manifests.") { ids, json };
        verify.SetAction(parsed => Verify(parsed.GetValue(ids) ?? [], parsed.GetValue(json)));

        var doomed = new Argument<string>("ID") { Description = "An installed or half-downloaded model." };
        var remove = new Command(
            "remove", "Remove a model that was downloaded or imported, and its base where no other model needs it.") { doomed, json };
        remove.SetAction(parsed => Remove(parsed.GetRequiredValue(doomed), parsed.GetValue(json)));

        var wanted = new Argument<string?>("ID") { Description = "A model. [default: none]", Arity = ArgumentArity.ZeroOrOne };
        var where = new Command("where", "Print a model's folder; without a model, the folder that downloads go to.") { wanted, json };
        where.SetAction(parsed => Where(parsed.GetValue(wanted), parsed.GetValue(json)));

        var installation = new ModelInstallation(console, models, cancellation, clock);
        return new Command(
            "models",
            "List, download, import, verify or remove models.") { list, installation.BuildGet(), installation.BuildImport(), verify, remove,
            where };
    }

    private int List(bool json)
    {
        IReadOnlyList<InstalledModel> installed = models.Store.List();
        foreach (InstalledModel model in installed)
        {
            if (json)
                CliJson.WriteLine(console.Out, Describe(model));
            else
            {
                console.Out.WriteLine(model.Manifest is { } manifest
                    ? $"{model.Id}  {manifest.Name}, {manifest.Licence.Name}, {ByteText.Of(manifest.Files.Sum(file => file.Size))}, "
                        + $"{model.Directory}"
                    : $"{model.Id}  {model.Problem ?? "official files"}, {model.Directory}");
            }
        }

        CatalogueModel[] available = [.. models.Catalogue.Models.Where(model => installed.All(other => other.Id != model.Id))];
        foreach (CatalogueModel model in available)
        {
            long size = model.Size + (model.Base is { } id && !models.Store.IsInstalled(id) ? models.Catalogue.Get(id).Size : 0);
            if (json)
                CliJson.WriteLine(
                    console.Out,
                    new
                    {
                        id = model.Id,
                        state = "available",
                        name = model.Name,
                        description = model.Description,
                        pipeline = model.Pipeline,
                        licence = model.Licence.Name,
                        bytes = size,
                    });
            else
                console.Out.WriteLine(
                    $"{model.Id}  not installed: {model.Name}, {model.Licence.Name}, {ByteText.Of(size)}. Get it with: srplugin models get "
                        + $"{model.Id}");
        }

        foreach (string problem in models.Catalogue.Problems)
            console.Error.WriteLine($"srplugin: {problem}");
        if (installed.Count + available.Length > 0)
            return (int)ExitCode.Ok;
        throw new FaultException(
            ExitCode.Model, "No model was found.",
            $"Looked in {string.Join(", ", models.Store.Folders)}. Set {ModelStore.Variable} to the folder that holds the models.");
    }

    private static object Describe(InstalledModel model) => new
    {
        id = model.Id,
        state = "installed",
        ok = model.Problem is null,
        folder = model.Directory,
        name = model.Manifest?.Name,
        description = model.Manifest?.Description,
        pipeline = model.Manifest?.Pipeline,
        licence = model.Manifest?.Licence.Name,
        bytes = model.Manifest?.Files.Sum(file => file.Size),
        @base = model.Manifest?.Base,
        problem = model.Problem,
    };

    private int Verify(string[] ids, bool json)
    {
        string[] wanted = ids.Length > 0 ? ids : [.. models.Store.List().Concat(models.Store.ListBases()).Select(model => model.Id)];
        if (wanted.Length == 0)
            throw new FaultException(ExitCode.Model, "No model was found.", $"Looked in {string.Join(", ", models.Store.Folders)}.");
        var isSound = true;
        foreach (string id in wanted)
        {
            ModelFolder folder = FaultCatalog.Within(ExitCode.Model, () => models.Store.Open(id));
            IReadOnlyList<FileVerification> files = FaultCatalog.Within(ExitCode.Model, () => folder.Verify(null, cancellation.Token));
            string[] problems = [.. files.Where(file => file.Problem is not null).Select(file => file.Problem!)];
            isSound &= problems.Length == 0;
            if (json)
            {
                CliJson.WriteLine(
                    console.Out,
                    new { id = folder.Id, ok = problems.Length == 0, folder = folder.Directory, files = files.Count, problems });
                continue;
            }

            console.Out.WriteLine(folder.Manifest is null
                ? $"{folder.Id}: no manifest to compare with"
                : problems.Length == 0 ? $"{folder.Id}: {files.Count} files, all as the manifest says"
                : $"{folder.Id}: {problems.Length} of {files.Count} files are wrong");
            foreach (string problem in problems)
                console.Out.WriteLine($"  {problem}");
        }

        return (int)(isSound ? ExitCode.Ok : ExitCode.Model);
    }

    private int Remove(string id, bool json)
    {
        IReadOnlyList<string> removed = FaultCatalog.Within(ExitCode.Output, () => models.Store.Remove(id));
        if (json)
            CliJson.WriteLine(console.Out, new { id, ok = true, removed });
        else
            console.Out.WriteLine($"Removed: {string.Join(", ", removed)}");
        return (int)ExitCode.Ok;
    }

    private int Where(string? id, bool json)
    {
        string folder = id is null
            ? models.Store.DownloadFolder
            : FaultCatalog.Within(ExitCode.Model, () => models.Store.Open(id)).Directory;
        if (json)
            CliJson.WriteLine(console.Out, new { ok = true, folder, searched = models.Store.Folders });
        else
            console.Out.WriteLine(folder);
        return (int)ExitCode.Ok;
    }
}
