using SrPlugin.Trainer;

// The first Ctrl-C stops the run at its next step; what it has learnt is in the last checkpoint.
using var interruption = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => pressed.Cancel = !interruption.IsCancellationRequested && Cancel(interruption);
return TrainCommand.Run(args, Console.Out, Console.Error, interruption.Token);

static bool Cancel(CancellationTokenSource source)
{
    source.Cancel();
    return true;
}
