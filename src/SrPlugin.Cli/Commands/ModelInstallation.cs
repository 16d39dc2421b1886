using System.CommandLine;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Output;
using SrPlugin.Protocol;
using SrPlugin.Weights.Store;

namespace SrPlugin.Cli.Commands;

/// <summary><c>srplugin models get|import</c>.</summary>
internal sealed class ModelInstallation(CliConsole console, ModelStoreAccess models, CommandCancellation cancellation, TimeProvider clock)
{
    private readonly Argument<string> _id = new("ID") { Description = "A model of the catalogue (srplugin models list)." };
    private readonly Option<bool> _accept =
        new("--accept-licence") { Description = "Accept the licences of the model and of its base; asked otherwise." };
    private readonly Option<bool> _half =
        new("--bf16") { Description = "Store large weights in bfloat16: half the space, at a small loss of accuracy." };
    private readonly Option<bool> _changes =
        new("--accept-changes") { Description = "Take a file that was replaced at its source since it was first downloaded." };
    private readonly Option<bool> _json = SharedOptions.Json();

    public Command BuildGet()
    {
        var command = new Command(
            "get", "Download a model. An interrupted download goes on where it stopped.") { _id, _accept, _half, _changes, _json };
        command.SetAction(parsed => Get(parsed.GetRequiredValue(_id), Options(parsed), parsed.GetValue(_json)));
        return command;
    }

    public Command BuildImport()
    {
        var paths = new Argument<string[]>("FILE|FOLDER")
        {
            Description = "Files as they were downloaded, whatever their names; folders and zip archives too.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command(
            "import", "Take a model's files from the disk. They are copied.") { _id, paths, _accept, _half, _changes, _json };
        command.SetAction(
            parsed => Import(parsed.GetRequiredValue(_id), parsed.GetRequiredValue(paths), Options(parsed), parsed.GetValue(_json)));
        return command;
    }

    private InstallOptions Options(ParseResult parsed) =>
        new() { AcceptsLicences = parsed.GetValue(_accept), Halves = parsed.GetValue(_half), AcceptsChanges = parsed.GetValue(_changes) };

    private int Get(string id, InstallOptions options, bool json)
    {
        ModelInstaller installer = models.Installer;
        InstallPlan plan = installer.Plan(id);
        Describe(plan);
        options = AskForConsent(plan, options);
        string folder;
        using (var display = new InstallDisplay(console, clock))
            folder = FaultCatalog.Within(
                ExitCode.Output, () => installer.InstallAsync(id, options, display, cancellation.Token).GetAwaiter().GetResult());
        return Installed(id, folder, json);
    }

    private int Import(string id, string[] paths, InstallOptions options, bool json)
    {
        ModelInstaller installer = models.Installer;
        options = AskForConsent(installer.Plan(id), options);
        ImportResult result;
        using (var display = new InstallDisplay(console, clock))
            result = FaultCatalog.Within(
                ExitCode.BadInput, () => installer.ImportAsync(id, paths, options, display, cancellation.Token).GetAwaiter().GetResult());
        foreach ((string given, string part) in result.Recognised)
            console.Error.WriteLine($"{given} is {part}");
        foreach (string given in result.Ignored)
            console.Error.WriteLine($"{given} is no missing part of {id}");
        if (result.Folder is { } folder)
            return Installed(id, folder, json);
        if (json)
            CliJson.WriteLine(
                console.Out,
                new
                {
                    id,
                    ok = false,
                    missing = result.Missing.Select(
                        file => new { path = file.Path, page = file.Page, canBeDownloaded = file.Sources.Count > 0 }),
                });
        else
            console.Out.WriteLine($"{id} is not complete yet. Still missing:");
        foreach (CatalogueFile file in json ? [] : result.Missing)
            console.Out.WriteLine($"  {file.Path}: {(file.Page is null ? "" : $"open {file.Page}")}");
        bool canDownload = result.Missing.Any(file => file.Sources.Count > 0);
        throw new FaultException(
            ExitCode.Model, $"{result.Missing.Count} files of {id} are missing.",
            canDownload
                ? $"Download what can be downloaded with: srplugin models get {id}"
                : $"Download them with a browser, and then: srplugin models import {id} FILES");
    }

    private int Installed(string id, string folder, bool json)
    {
        if (json)
            CliJson.WriteLine(console.Out, new { id, ok = true, folder });
        else
            console.Out.WriteLine($"{id} is installed in {folder}. Use it with: srplugin upscale PICTURE -o OUT --model {id}");
        return (int)ExitCode.Ok;
    }

    private void Describe(InstallPlan plan)
    {
        if (plan.Missing.Count == 0)
            return;
        console.Error.WriteLine($"{plan.Model.Name}: {plan.Model.Description}");
        foreach (CatalogueModel entry in plan.Missing)
            console.Error.WriteLine($"  {entry.Name}, {ByteText.Of(entry.Size)}");
        string free = plan.FreeBytes is { } bytes ? $" Free there: {ByteText.Of(bytes)}." : "";
        console.Error.WriteLine(
            $"To download: about {ByteText.Of(plan.DownloadBytes)}, to {plan.Folder}. Space needed meanwhile: "
                + $"{ByteText.Of(plan.NeededBytes)}.{free}");
        foreach (CatalogueFile file in plan.ManualFiles)
            console.Error.WriteLine($"  With a browser only: {file.Path}, from {file.Page}");
    }

    private InstallOptions AskForConsent(InstallPlan plan, InstallOptions options)
    {
        if (plan.LicencesToAccept.Count == 0)
            return options;
        foreach (CatalogueModel entry in plan.LicencesToAccept)
            console.Error.WriteLine(
                $"Licence of {entry.Name}: {entry.Licence.Name}. {entry.Licence.Terms}{(entry.Licence.Url is { } url ? $" {url}" : "")}");
        if (options.AcceptsLicences || console.Answers is null)
            return options;
        console.Error.Write("Do you accept? [y/N] ");
        return options with { AcceptsLicences = console.Answers.ReadLine()?.Trim() is "y" or "Y" or "yes" };
    }
}
