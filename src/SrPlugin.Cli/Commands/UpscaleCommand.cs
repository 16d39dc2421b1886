using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using SrPlugin.Cli.Controls;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Help;
using SrPlugin.Cli.Recipes;
using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Cli.Commands;

/// <summary><c>srplugin upscale IN… -o OUT</c>.</summary>
internal sealed class UpscaleCommand(
    ControlOptions controls, RecipeOptions recipes, UpscalePlanner planner, UpscaleBatch batch, VariantSheet variants,
    PresetLibrary presets, UpscaleReckoning reckoning) : ICliCommand
{
    public Command Build()
    {
        var inputs = new Argument<string[]>("IN")
        {
            Description = "Pictures, folders, or patterns such as \"photos/**/*.jpg\"; - is standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output", "-o")
        {
            Description =
                "A file for one input picture, otherwise a folder. The extension chooses the format; in a folder the input's is kept. - is "
                    + "standard output.",
            HelpName = "OUT",
            Required = true,
        };
        var suffix = new Option<string?>("--suffix")
        {
            Description = "What is added to the names of pictures written to a folder. [default: -x4 and so on, or -restored]",
            HelpName = "TEXT",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace pictures and presets that exist." };
        var preset = new Option<string?>("--preset")
        {
            Description = "Begin with the settings of a preset; options given besides win.",
            HelpName = "NAME|FILE",
        };
        preset.CompletionSources.Add(
            _ => presets.Load().Presets.Select(known => new CompletionItem(known.Name, documentation: known.Description)));
        var recipeFrom = new Option<string?>("--recipe-from")
        {
            Description = "Begin with the settings that made this picture, as it says itself; options given besides win.",
            HelpName = "PICTURE",
        };
        var savePreset = new Option<string?>("--save-preset")
        {
            Description = "Save the settings as a preset of yours, or as a file.",
            HelpName = "NAME|FILE",
        };
        var page = new Option<int?>("--page")
        {
            Description = "Work on this page of a TIFF file, or this frame of an animation, counted from 1.",
            HelpName = "N",
            CustomParser = result =>
            {
                if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1)
                    return number;
                result.AddError($"--page is \"{result.Tokens[0].Value}\"; it must be a whole number from 1.");
                return null;
            },
        };
        var allPages = new Option<bool>("--all-pages") { Description = "Work on every page of TIFF files, and write them all." };
        Option<PixelRectangle?> select = RectangleOption.Create();
        var mask = new Option<string?>("--mask")
        {
            Description = "A picture of the source's size: white is restored, black stays, grey is blended.",
            HelpName = "FILE",
        };
        var compare = new Option<string?>("--compare")
        {
            Description = "Also draw before and after: a file for one input picture, otherwise a folder.",
            HelpName = "FILE",
        };
        var compareAs = new Option<string>("--compare-as")
        {
            Description = "side-by-side draws two pictures, split one whose left half is before and whose right half is after.",
            HelpName = "side-by-side|split",
            DefaultValueFactory = _ => "side-by-side",
        };
        compareAs.AcceptOnlyFromAmong("side-by-side", "split");
        var changeMap = new Option<string?>("--change-map")
        {
            Description =
                "Also draw where the result departs from the source, from yellow to red: a file for one input picture, otherwise a folder.",
            HelpName = "FILE",
        };
        var tryThree = new Option<bool>("--try")
        {
            Description =
                "Draw a sheet to choose from instead of the result: the source, then a gentle, the set and a strong variant of --select, "
                    + "or of the middle 256 pixels.",
        };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description =
                "Tell what would be done and how long it would take here, measured on a piece of the first picture; write nothing.",
        };
        Option<long?> memory = SharedOptions.Memory();
        var resume =
            new Option<bool>("--resume") { Description = "Go on with the strips that an interrupted job has left of a large picture." };
        Option<ComputeDevice> device = controls.Device();
        var viaService = new Option<bool>("--via-service")
        {
            Description = "Have the service do the work, which keeps models in memory between calls; it is started if need be.",
        };
        var strip = new Option<bool>("--strip-metadata")
        {
            Description = "Write neither the recipe nor what the source says about itself (EXIF, texts); its colour profile stays.",
        };
        Option<bool> json = SharedOptions.Json();

        var command = new GroupedCommand("upscale", "Enlarge or restore pictures.") { inputs };
        command.AddGroup("Files", output, suffix, overwrite, page, allPages, strip);
        command.AddGroup("What to do", [.. recipes.Basic, preset, select, mask]);
        command.AddGroup("To compare and to try", compare, compareAs, changeMap, tryThree, dryRun);
        command.AddGroup("Advanced settings", [.. recipes.Advanced, recipeFrom, savePreset]);
        command.AddGroup("How to run", device, memory, resume, viaService, json);
        command.SetAction(parsed =>
        {
            bool isViaService = parsed.GetValue(viaService), isTrial = parsed.GetValue(tryThree), isDry = parsed.GetValue(dryRun);
            if (isViaService && parsed.GetResult(device) is { Implicit: false })
                throw new FaultException(
                    ExitCode.Usage, "--device has no effect with --via-service.",
                    "The device is the service's: srplugin service start -- --device DEVICE");
            if (isViaService && parsed.GetValue(memory) is not null)
                throw new FaultException(
                    ExitCode.Usage, "--memory has no effect with --via-service.", "The memory is the service's: leave one of them out.");
            if (parsed.GetValue(allPages) && parsed.GetValue(page) is not null)
                throw new FaultException(ExitCode.Usage, "--page and --all-pages are both given.", "Choose one of them.");
            if ((isTrial || isDry) && (parsed.GetValue(compare) ?? parsed.GetValue(changeMap) ?? parsed.GetValue(savePreset)) is not null)
                throw new FaultException(
                    ExitCode.Usage, $"{(isTrial ? "--try" : "--dry-run")} writes no result, so that nothing else can be written beside it.",
                    "Leave --compare, --change-map and --save-preset out.");
            if (isTrial && (isDry || parsed.GetValue(allPages)))
                throw new FaultException(
                    ExitCode.Usage, $"--try and {(isDry ? "--dry-run" : "--all-pages")} are both given.", "Choose one of them.");
            var arguments = new UpscaleArguments
            {
                Inputs = parsed.GetRequiredValue(inputs),
                Output = parsed.GetRequiredValue(output),
                Suffix = parsed.GetValue(suffix),
                Overwrite = parsed.GetValue(overwrite),
                Page = parsed.GetValue(page),
                AllPages = parsed.GetValue(allPages),
                Selection = parsed.GetValue(select),
                MaskPath = parsed.GetValue(mask),
                Given = recipes.Read(parsed),
                GivenControls = recipes.Given(parsed),
                Preset = parsed.GetValue(preset),
                RecipeFrom = parsed.GetValue(recipeFrom),
                SavePreset = parsed.GetValue(savePreset),
                Memory = parsed.GetValue(memory),
                Resume = parsed.GetValue(resume),
                ViaService = isViaService,
                StripMetadata = parsed.GetValue(strip),
                Device = parsed.GetValue(device),
                ComparisonPath = parsed.GetValue(compare),
                SplitsComparison = parsed.GetValue(compareAs) == "split",
                ChangeMapPath = parsed.GetValue(changeMap),
                Json = parsed.GetValue(json),
            };
            UpscalePlan plan = planner.Create(arguments);
            return isDry ? reckoning.Run(arguments, plan) : isTrial ? variants.Run(arguments, plan) : batch.Run(arguments, plan);
        });
        return command;
    }
}
