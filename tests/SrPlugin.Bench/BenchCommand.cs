using System.CommandLine;
using SrPlugin.Cli;
using SrPlugin.Cli.Commands;
using SrPlugin.Cli.Controls;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Output;
using SrPlugin.Inference.Devices;
using SrPlugin.Jobs;

namespace SrPlugin.Bench;

/// <summary>The command line of <c>srplugin-bench</c>: how fast this machine is, and whether real-size results are right.</summary>
internal sealed class BenchCommand(
    CliConsole console, ControlOptions controls, BenchRunner runner, RealSizeCheck check, SoakRun soak, StripBench strips)
{
    private const string GoldenVariable = "SRPLUGIN_GOLDEN_DIR";

    public Command Build()
    {
        var realSize = new Option<bool>("--real-size")
        {
            Description =
                "Networks of SD-Turbo's size, or of AddSR's with --model addsr, with weights made by a rule: needs 5.5 (AddSR: 12) GB of "
                    + "memory and no files.",
        };
        var checking = new Option<bool>("--check")
        {
            Description = "Compare the real-size networks with the authors' own results instead of measuring.",
        };
        var golden = new Option<string?>("--golden")
        {
            Description = $"The folder with the authors' results, for --check. [default: {GoldenVariable}]",
            HelpName = "DIR",
        };
        Option<int> runs = Count("--runs", 2, 0, "Warm runs, after the cold one.");
        Option<int> jobs = Count("--soak", 0, 0, "Run that many jobs in a row instead, and report what they leave behind.");
        Option<int> width = Count("--width", 128, 1, "Columns of the source; the result has four times as many.");
        Option<int> height = Count("--height", 128, 1, "Rows of the source.");
        Option<int> steps = Count("--steps", 1, 1, "Steps of an AddSR model, at most 4.");
        Option<string> model = SharedOptions.Model();
        Option<ComputeDevice> device = controls.Device();
        Option<string> precision = controls.Choice("precision");
        Option<bool> json = SharedOptions.Json();
        var command = new RootCommand("Measure seconds, arithmetic and memory of every stage, beside this machine's peak.")
        {
            realSize, checking, golden, runs, jobs, width, height, steps, model, device, precision, json,
        };
        command.Add(KernelScan.Build(console.Out));
        command.Add(strips.Build());
        command.SetAction(parsed => Run(new BenchArguments
        {
            RealSize = parsed.GetValue(realSize) || parsed.GetValue(checking),
            Check = parsed.GetValue(checking),
            GoldenFolder = parsed.GetValue(golden) ?? Environment.GetEnvironmentVariable(GoldenVariable),
            Runs = parsed.GetValue(runs),
            Soak = parsed.GetValue(jobs),
            Width = parsed.GetValue(width),
            Height = parsed.GetValue(height),
            Steps = Math.Min(4, parsed.GetValue(steps)),
            Model = parsed.GetRequiredValue(model),
            Device = parsed.GetValue(device),
            Precision = RecipeChoices.Precisions[parsed.GetRequiredValue(precision)],
            Json = parsed.GetValue(json),
        }));
        return command;
    }

    private int Run(BenchArguments arguments)
    {
        TensorLibrary.Load();
        if (arguments.Check)
            return Check(arguments);
        if (arguments.Soak > 0)
        {
            SoakReport report = soak.Run(arguments, Log);
            if (arguments.Json)
                CliJson.WriteLine(console.Out, report);
            else
                BenchText.Write(console.Out, report);
            return (int)ExitCode.Ok;
        }

        BenchReport measured = runner.Run(arguments, Log);
        if (arguments.Json)
            CliJson.WriteLine(console.Out, measured);
        else
            BenchText.Write(console.Out, measured);
        return (int)ExitCode.Ok;
    }

    private int Check(BenchArguments arguments)
    {
        string folder = arguments.GoldenFolder

                ?? throw new FaultException(
                    ExitCode.Usage, "--check needs the authors' results.", $"Name their folder with --golden or {GoldenVariable}.");
        IReadOnlyList<CheckedTensor> tensors = check.Run(folder, arguments, Log);
        bool isRight = tensors.All(tensor => tensor.Ok);
        if (arguments.Json)
            CliJson.WriteLine(console.Out, new { ok = isRight, tensors });
        else
            BenchText.Write(console.Out, tensors);
        return (int)(isRight ? ExitCode.Ok : ExitCode.SomeFailed);
    }

    private void Log(string message) => console.Error.WriteLine(message);

    private static Option<int> Count(string name, int value, int least, string description)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() >= least)
                return;
            result.AddError($"{name} must be at least {least}.");
        });
        return option;
    }
}
