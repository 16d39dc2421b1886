using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SrPlugin.Protocol;
using SrPlugin.Trainer.AddSr;
using SrPlugin.Trainer.Training;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;

namespace SrPlugin.Trainer;

/// <summary>The command line of <c>srplugin-train</c>.</summary>
internal static class TrainCommand
{
    private const int Ok = 0, Failed = 1, Usage = 2, Cancelled = 130;

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Gets the folder of the finished model.</param>
    /// <param name="error">Gets progress and errors.</param>
    /// <param name="cancellationToken">Stops the run at its next step.</param>
    /// <returns>0 when the model is finished, 1 when the run failed, 2 when the arguments or the recipe are wrong, 130 when it was
    /// stopped.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var recipe = new Option<string?>("--recipe")
        {
            Description = "A recipe (models/tiny-s3diff/recipe.json is the built-in model's). [default: the trainer's own]",
            HelpName = "FILE",
        };
        var folder = new Option<string>("--output", "-o")
        {
            Description = "The folder of checkpoints, loss plot and finished model.",
            HelpName = "DIR",
            Required = true,
        };
        var restart = new Option<bool>("--restart") { Description = "Start from the beginning, even where the folder holds a checkpoint." };
        var command = new RootCommand(
            "Train a small model on procedurally generated pictures. A stopped run goes on from its last checkpoint.") { recipe, folder,
            restart };
        command.Add(SuiteCommand.Build(output, cancellationToken));
        foreach (Command one in PaperCommands.Build(output, new Lines(error), cancellationToken))
            command.Add(one);
        command.SetAction(
            parsed =>
                Train(
                    parsed.GetValue(recipe), parsed.GetRequiredValue(folder), parsed.GetValue(restart), output, error, cancellationToken));
        try
        {
            return command.Parse(args)
                .Invoke(
                    new InvocationConfiguration
                    {
                        Output = output,
                        Error = error,
                        EnableDefaultExceptionHandler = false,
                        ProcessTerminationTimeout = null,
                    });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            error.WriteLine("Stopped.");
            return Cancelled;
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException)
        {
            error.WriteLine($"srplugin-train: {exception.Message}");
            return Usage;
        }
        catch (Exception exception) when (exception is SrPluginException or IOException or UnauthorizedAccessException
            or InvalidDataException or NotSupportedException)
        {
            error.WriteLine($"srplugin-train: {exception.Message}");
            return Failed;
        }
    }

    private static int Train(
        string? recipe, string folder, bool restart, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        Func<IProgress<TrainingProgress>, Task<string>> run;
        try
        {
            run = Plan(recipe is null ? "{}" : File.ReadAllText(recipe), folder, restart, cancellationToken);
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException)
        {
            error.WriteLine($"srplugin-train: {recipe} is not a valid recipe: {exception.Message}");
            return Usage;
        }

        output.WriteLine($"The model lies in {run(new Lines(error)).GetAwaiter().GetResult()}");
        return Ok;
    }

    private static Func<IProgress<TrainingProgress>, Task<string>> Plan(
        string recipe, string folder, bool restart, CancellationToken cancellationToken)
    {
        if (AddSrRecipe.IsAddSr(recipe))
        {
            var addsr = new AddSrTraining(AddSrRecipe.Parse(recipe), folder);
            return progress => addsr.RunAsync(!restart, progress, cancellationToken);
        }

        var s3diff = new TrainingRun(TrainingOptions.Parse(recipe), folder);
        return progress => s3diff.RunAsync(!restart, progress, cancellationToken);
    }

    private sealed class Lines(TextWriter writer) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            string measured = value.Measurement is { } gain
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $", against bicubic {gain.DegradedGain:+0.00;-0.00} dB, on clean sources {gain.CleanGain:+0.00;-0.00} "
                        + $"dB{string.Concat(gain.OwnSize.Select(one => ", " + one))}")
                : "";
            string left = value.Remaining is { } time
                ? string.Create(CultureInfo.InvariantCulture, $", {time.TotalMinutes:0} min left")
                : "";
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{value.Stage} {value.Step}/{value.Steps}, loss {value.Loss:0.0000}, "
                    + $"{value.SecondsPerStep:0.00} s a step{left}{measured}"));
        }
    }
}
