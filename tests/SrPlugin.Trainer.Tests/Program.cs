using SrPlugin.Trainer.Tests.Training;
using SrPlugin.Trainer.Training;

// The test host loads this assembly as a library. Started by itself, it trains until it is killed: what a test does to it.
if (args is not ["train-until-killed", var folder])
    return 1;
await new TrainingRun(TinyRecipe.Options with { Steps = 1_000_000 }, folder).RunAsync(false, null, CancellationToken.None);
return 0;
