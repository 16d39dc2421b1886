using System.CommandLine;
using System.Globalization;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Output;
using SrPlugin.Weights.Models;

namespace SrPlugin.Cli.Commands;

/// <summary><c>srplugin models list|verify</c>.</summary>
internal sealed class ModelsCommand(CliConsole console, ModelStore store, CommandCancellation cancellation) : ICliCommand
{
    public Command Build()
    {
        Option<bool> listJson = SharedOptions.Json();
        var list = new Command("list", "List the models that were found, and where they were looked for.") { listJson };
        list.SetAction(parsed => List(parsed.GetValue(listJson)));

        var ids = new Argument<string[]>("ID|DIR") { Description = "Models to verify. [default: all]", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> verifyJson = SharedOptions.Json();
        var verify = new Command("verify", "Compare the files of models with the sizes and checksums of their manifests.") { ids, verifyJson };
        verify.SetAction(parsed => Verify(parsed.GetValue(ids) ?? [], parsed.GetValue(verifyJson)));

        return new Command("models", "List or verify models.") { list, verify };
    }

    private int List(bool json)
    {
        IReadOnlyList<InstalledModel> models = store.List();
        foreach (InstalledModel model in models)
        {
            if (json)
            {
                CliJson.WriteLine(console.Out, new
                {
                    id = model.Id,
                    ok = model.Problem is null,
                    folder = model.Directory,
                    name = model.Manifest?.Name,
                    description = model.Manifest?.Description,
                    pipeline = model.Manifest?.Pipeline,
                    licence = model.Manifest?.Licence.Name,
                    bytes = model.Manifest?.Files.Sum(file => file.Size),
                    problem = model.Problem,
                });
                continue;
            }

            console.Out.WriteLine(model.Manifest is { } manifest
                ? string.Create(CultureInfo.InvariantCulture, $"{model.Id}  {manifest.Name}, {manifest.Licence.Name}, {manifest.Files.Sum(file => file.Size) / 1e6:0.0} MB, {model.Directory}")
                : $"{model.Id}  {model.Problem ?? "official files"}, {model.Directory}");
        }

        if (models.Count > 0)
            return (int)ExitCode.Ok;
        throw new FaultException(ExitCode.Model, "No model was found.", $"Looked in {string.Join(", ", store.Folders)}. Set {ModelStore.Variable} to the folder that holds the models.");
    }

    private int Verify(string[] ids, bool json)
    {
        string[] wanted = ids.Length > 0 ? ids : [.. store.List().Select(model => model.Id)];
        if (wanted.Length == 0)
            throw new FaultException(ExitCode.Model, "No model was found.", $"Looked in {string.Join(", ", store.Folders)}.");
        var isSound = true;
        foreach (string id in wanted)
        {
            ModelFolder folder = FaultCatalog.Within(ExitCode.Model, () => store.Open(id));
            IReadOnlyList<FileVerification> files = FaultCatalog.Within(ExitCode.Model, () => folder.Verify(null, cancellation.Token));
            string[] problems = [.. files.Where(file => file.Problem is not null).Select(file => file.Problem!)];
            isSound &= problems.Length == 0;
            if (json)
            {
                CliJson.WriteLine(console.Out, new { id = folder.Id, ok = problems.Length == 0, folder = folder.Directory, files = files.Count, problems });
                continue;
            }

            console.Out.WriteLine(folder.Manifest is null
                ? $"{folder.Id}: no manifest to compare with"
                : $"{folder.Id}: {(problems.Length == 0 ? $"{files.Count} files, all as the manifest says" : $"{problems.Length} of {files.Count} files are wrong")}");
            foreach (string problem in problems)
                console.Out.WriteLine($"  {problem}");
        }

        return (int)(isSound ? ExitCode.Ok : ExitCode.Model);
    }
}
