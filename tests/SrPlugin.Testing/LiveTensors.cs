using TorchSharp;

namespace SrPlugin.Testing;

/// <summary>Finds leaked tensors. Counts are those of the calling thread, so tests may run side by side.</summary>
public static class LiveTensors
{
    /// <summary>By how many tensors the action raises the number alive on this thread; 0 when it leaks none.</summary>
    public static long DeltaOf(Action action)
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        action();
        return DisposeScopeManager.Statistics.ThreadTotalLiveCount - before;
    }
}
