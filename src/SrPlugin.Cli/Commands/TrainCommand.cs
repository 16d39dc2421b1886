using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Output;
using SrPlugin.Trainer.AddSr;
using SrPlugin.Trainer.Training;

namespace SrPlugin.Cli.Commands;

/// <summary><c>srplugin train</c>: makes a small model; the work is the trainer's.</summary>
internal sealed class TrainCommand(CliConsole console, CommandCancellation cancellation) : ICliCommand
{
    public Command Build()
    {
        var recipe = new Option<string?>("--recipe") { Description = "A recipe (models/tiny-s3diff/recipe.json is the built-in model's). [default: the trainer's own]", HelpName = "FILE" };
        var output = new Option<string>("--output", "-o") { Description = "Where checkpoints, the loss plot and the finished model go.", HelpName = "DIR", Required = true };
        var fresh = new Option<bool>("--restart") { Description = "Start anew, even where the folder holds a checkpoint to go on from." };
        Option<bool> json = SharedOptions.Json();
        var command = new Command("train", "Train a small model on procedurally generated pictures. A stopped run goes on from its last checkpoint.") { recipe, output, fresh, json };
        command.SetAction(parsed => Run(parsed.GetValue(recipe), parsed.GetRequiredValue(output), parsed.GetValue(fresh), parsed.GetValue(json)));
        return command;
    }

    private int Run(string? recipe, string output, bool restart, bool json)
    {
        Func<IProgress<TrainingProgress>, Task<string>> run;
        try
        {
            run = Plan(recipe is null ? "{}" : File.ReadAllText(recipe), output, restart);
        }
        catch (ArgumentException exception)
        {
            throw new FaultException(new Fault(ExitCode.Usage, exception.Message, $"Correct {recipe}."), exception);
        }
        catch (JsonException exception)
        {
            throw new FaultException(new Fault(ExitCode.BadInput, $"{recipe} is no recipe: {exception.Message}"), exception);
        }

        string folder = run(new Lines(console.Error)).GetAwaiter().GetResult();
        if (json)
            CliJson.WriteLine(console.Out, new { ok = true, folder });
        else
            console.Out.WriteLine($"The model lies in {folder}");
        return (int)ExitCode.Ok;
    }

    private Func<IProgress<TrainingProgress>, Task<string>> Plan(string recipe, string output, bool restart)
    {
        if (AddSrRecipe.IsAddSr(recipe))
        {
            var addsr = new AddSrTraining(AddSrRecipe.Parse(recipe), output);
            return progress => addsr.RunAsync(!restart, progress, cancellation.Token);
        }

        var s3diff = new TrainingRun(TrainingOptions.Parse(recipe), output);
        return progress => s3diff.RunAsync(!restart, progress, cancellation.Token);
    }

    private sealed class Lines(TextWriter writer) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            string measured = value.Measurement is { } gain
                ? string.Create(CultureInfo.InvariantCulture, $", against bicubic {gain.DegradedGain:+0.00;-0.00} dB, on clean sources {gain.CleanGain:+0.00;-0.00} dB{string.Concat(gain.OwnSize.Select(one => ", " + one))}")
                : "";
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{value.Stage} {value.Step}/{value.Steps}, loss {value.Loss:0.0000}, {value.SecondsPerStep:0.00} s a step, {RemainingTime.Text(value.Remaining)}{measured}"));
        }
    }
}
