using SrPlugin.Inference.Jobs;
using SrPlugin.Networks.Layers;

namespace SrPlugin.Bench;

/// <summary>Attributes the arithmetic of a job to its stages, from the job's progress reports.</summary>
internal sealed class StageMeter : IProgress<JobProgress>
{
    private readonly Dictionary<JobStage, double> _operations = [];
    private JobStage? _stage;
    private double _counted = ArithmeticCounter.Operations;

    public void Report(JobProgress value)
    {
        if (value.Stage == _stage)
            return;
        Close();
        _stage = value.Stage;
    }

    /// <summary>Floating-point operations of every stage so far; call after the job.</summary>
    public IReadOnlyDictionary<JobStage, double> Finish()
    {
        Close();
        return _operations;
    }

    private void Close()
    {
        double now = ArithmeticCounter.Operations;
        if (_stage is { } stage)
            _operations[stage] = _operations.GetValueOrDefault(stage) + now - _counted;
        _counted = now;
    }
}
