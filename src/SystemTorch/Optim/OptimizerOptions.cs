namespace TorchSharp.Modules;

/// <summary>What holds for a group of parameters; null falls back to the optimizer's own setting.</summary>
public class OptimizerOptions
{
    public double? LearningRate { get; set; }

    public double InitialLearningRate { get; set; }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(LearningRate ?? double.NaN);
        writer.Write(InitialLearningRate);
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        var rate = reader.ReadDouble();
        LearningRate = double.IsNaN(rate) ? null : rate;
        InitialLearningRate = reader.ReadDouble();
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        LearningRate = source.LearningRate;
        InitialLearningRate = source.InitialLearningRate;
    }
}
