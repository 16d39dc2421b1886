using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using System.Text.Json;
using SrPlugin.Cli.Batches;
using SrPlugin.Cli.Controls;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Files;
using SrPlugin.Cli.Help;
using SrPlugin.Cli.Output;
using SrPlugin.Cli.Recipes;
using SrPlugin.Inference.Devices;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Cli.Commands;

/// <summary><c>srplugin batch FOLDER… -o OUT</c>: many pictures, with a ledger that every run goes on from.</summary>
internal sealed class BatchCommand(
    CliConsole console, ControlOptions controls, ControlManifest manifest, RecipeOptions recipes, RecipeSources sources,
    PresetLibrary presets, BatchRun run,
    UpscaleReckoning reckoning, TimeProvider clock) : ICliCommand
{
    public Command Build()
    {
        var inputs = new Argument<string[]>("FOLDER")
        {
            Description = "Folders, with the folders below them, or single pictures.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "The folder for the results and for the ledger of the batch.",
            HelpName = "OUT",
            Required = true,
        };
        var suffix = new Option<string?>("--suffix")
        {
            Description = "What is added to the names of the results. [default: -x4 and so on, or -restored]",
            HelpName = "TEXT",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace files that the batch did not write itself." };
        var preset = new Option<string?>("--preset")
        {
            Description = "Begin with the settings of a preset; options given besides win.",
            HelpName = "NAME|FILE",
        };
        preset.CompletionSources.Add(
            _ => presets.Load().Presets.Select(known => new CompletionItem(known.Name, documentation: known.Description)));
        var strip = new Option<bool>("--strip-metadata")
        {
            Description = "Write neither the recipe nor what the sources say about themselves; colour profiles stay.",
        };
        var retry = new Option<bool>("--retry-failed") { Description = "Try those again that failed before." };
        var report = new Option<string?>("--report")
        {
            Description = "Write what became of every picture: .json, .csv, or .html with thumbnails of before and after.",
            HelpName = "FILE",
        };
        var shard = new Option<(int, int)?>("--shard")
        {
            Description =
                "Do one part of several, such as 3/8. Processes may share a folder without this, too: none does a picture that another "
                    + "does.",
            HelpName = "I/N",
            CustomParser = result =>
            {
                string[] parts = result.Tokens[0].Value.Split('/');
                if (parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int part)
                    && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count) && part >= 1 && part <= count)
                {
                    return (part - 1, count);
                }

                result.AddError($"--shard is \"{result.Tokens[0].Value}\"; it must be I/N with I from 1 to N.");
                return null;
            },
        };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Tell what is left to do and how long it would take here, measured on a piece of a picture; write nothing.",
        };
        Option<long?> memory = SharedOptions.Memory();
        Option<ComputeDevice> device = controls.Device();
        var viaService = new Option<bool>("--via-service") { Description = "Have the service do the work; it is started if need be." };
        Option<bool> json = SharedOptions.Json();
        var command = new GroupedCommand(
            "batch", "Enlarge or restore many pictures, with a ledger: a batch that was interrupted goes on where it was.") { inputs };
        command.AddGroup("Files", output, suffix, overwrite, strip);
        command.AddGroup("What to do", [.. recipes.Basic, preset]);
        command.AddGroup("The batch", retry, shard, report, dryRun);
        command.AddGroup("Advanced settings", recipes.Advanced);
        command.AddGroup("How to run", device, memory, viaService, json);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(viaService) && parsed.GetValue(memory) is not null)
                throw new FaultException(
                    ExitCode.Usage, "--memory has no effect with --via-service.", "The memory is the service's: leave one of them out.");
            if (parsed.GetValue(report) is { } path)
                BatchReport.KindOf(path);
            var arguments = new UpscaleArguments
            {
                Inputs = parsed.GetRequiredValue(inputs),
                Output = parsed.GetRequiredValue(output),
                Suffix = parsed.GetValue(suffix),
                Overwrite = parsed.GetValue(overwrite),
                Given = recipes.Read(parsed),
                GivenControls = recipes.Given(parsed),
                Preset = parsed.GetValue(preset),
                Memory = parsed.GetValue(memory),
                Resume = true,
                BeginsAgain = true,
                ViaService = parsed.GetValue(viaService),
                StripMetadata = parsed.GetValue(strip),
                Device = parsed.GetValue(device),
                Json = parsed.GetValue(json),
            };
            return Run(arguments, parsed.GetValue(retry), parsed.GetValue(shard)
                ?? (0, 1), parsed.GetValue(report), parsed.GetValue(dryRun));
        });
        return command;
    }

    private int Run(UpscaleArguments arguments, bool retries, (int Part, int Count) shard, string? report, bool isDry)
    {
        Recipe recipe = arguments.Preset is { } preset ? arguments.Given.Over(sources.OfPreset(preset)) : arguments.Given;
        bool isRestore = (recipe.Mode ?? manifest["mode"].Default!.Value.GetString()) == "restore";
        double scale = isRestore ? 1 : recipe.Scale ?? manifest["scale"].Default!.Value.GetDouble();
        string suffix = arguments.Suffix ?? OutputPlan.DefaultSuffix(isRestore, scale);
        IReadOnlyList<BatchItem> items = BatchItems.Find(arguments.Inputs, arguments.Output, suffix);
        if (items.Count == 0)
            throw new FaultException(ExitCode.BadInput, $"There are no pictures in {string.Join(", ", arguments.Inputs)}.");
        if (isDry && !File.Exists(Path.Combine(arguments.Output, BatchLedger.FileName)))
            return reckoning.Run(arguments, new UpscalePlan(recipe, null, null, isRestore, scale, [.. items.Select(Plain)]));

        using BatchLedger ledger = isDry ? BatchLedger.OpenCopy(arguments.Output, clock) : BatchLedger.Open(arguments.Output, clock);
        ledger.Note(
            items, $"{JsonSerializer.Serialize(recipe, ProtocolJson.Default.Recipe)} {suffix} {arguments.StripMetadata}", BatchRun.Hash);
        if (retries)
            ledger.RetryFailed();
        BatchEntry[] waiting = [
            .. ledger.Entries().Where(
                entry => entry.State == BatchState.Waiting && BatchLedger.Shard(entry.Item.Name) % shard.Count == shard.Part)
        ];
        var plan = new UpscalePlan(recipe, null, null, isRestore, scale, [.. waiting.Select(entry => Plain(entry.Item))]);
        if (isDry)
        {
            if (waiting.Length > 0)
                return reckoning.Run(arguments, plan);
            console.Out.WriteLine("Nothing is left to do.");
            return (int)ExitCode.Ok;
        }

        try
        {
            run.Run(ledger, arguments, plan, waiting.Length, shard.Part, shard.Count);
        }
        finally
        {
            if (report is not null)
                BatchReport.Write(ledger.Entries(), report);
        }

        IReadOnlyList<BatchEntry> entries = ledger.Entries();
        (arguments.Json ? console.Error : console.Out).WriteLine(BatchReport.Summary(entries) + ".");
        bool isFailed = entries.Any(entry => entry.State == BatchState.Failed);
        if (isFailed)
            console.Error.WriteLine("  Try them again with --retry-failed; --report FILE.html says why each failed.");
        return (int)(isFailed ? ExitCode.SomeFailed : ExitCode.Ok);
    }

    private static UpscaleItem Plain(BatchItem item) => new(item.Input, item.Output, null, null);
}
