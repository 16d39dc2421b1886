namespace TorchSharp;

/// <summary>How many disposables of one kind a thread made, moved and freed.</summary>
public class LifetimeStatistics
{
    /// <summary>Created while no scope was open.</summary>
    public long CreatedOutsideScopeCount { get; internal set; }

    /// <summary>Disposed while they belonged to no scope.</summary>
    public long DisposedOutsideScopeCount { get; internal set; }

    /// <summary>Created inside a scope, which owns them from then on.</summary>
    public long CreatedInScopeCount { get; internal set; }

    /// <summary>Disposed by their scope, or while they belonged to it.</summary>
    public long DisposedInScopeCount { get; internal set; }

    /// <summary>Handed to a scope by hand.</summary>
    public long AttachedToScopeCount { get; internal set; }

    /// <summary>Taken out of a scope so that it no longer disposes them.</summary>
    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>Created on this thread and not yet disposed on it.</summary>
    public long ThreadTotalLiveCount =>
        CreatedInScopeCount + CreatedOutsideScopeCount - DisposedInScopeCount - DisposedOutsideScopeCount;

    /// <summary>Starts counting at zero.</summary>
    public void Reset()
    {
        CreatedOutsideScopeCount = 0;
        DisposedOutsideScopeCount = 0;
        CreatedInScopeCount = 0;
        DisposedInScopeCount = 0;
        AttachedToScopeCount = 0;
        DetachedFromScopeCount = 0;
    }

    public override string ToString() =>
        $"ThreadTotalLiveCount: {ThreadTotalLiveCount}; CreatedOutside: {CreatedOutsideScopeCount}; DisposedOutside: {DisposedOutsideScopeCount}; " +
        $"CreatedIn: {CreatedInScopeCount}; DisposedIn: {DisposedInScopeCount}; Attached: {AttachedToScopeCount}; Detached: {DetachedFromScopeCount}";
}
