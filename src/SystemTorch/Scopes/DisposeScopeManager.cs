namespace TorchSharp;

/// <summary>The dispose scopes of the current thread: the innermost one, and what was counted.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager s_current;

    internal static DisposeScopeManager OfThread => s_current ??= new DisposeScopeManager();

    /// <summary>Counts of the current thread since its start or the last <see cref="ThreadDisposeScopeStatistics.Reset"/>.</summary>
    public static ThreadDisposeScopeStatistics Statistics => OfThread.Counts;

    internal ThreadDisposeScopeStatistics Counts { get; } = new();

    internal DisposeScope Current { get; private set; }

    internal static DisposeScope NewDisposeScope()
    {
        var manager = OfThread;
        return manager.Current = new DisposeScope(manager, manager.Current);
    }

    /// <summary>Puts a fresh tensor into the innermost scope, or counts it as created outside of any.</summary>
    internal DisposeScope Register(IDisposable disposable)
    {
        var counts = Counts.TensorStatistics;
        if (Current is null)
        {
            counts.CreatedOutsideScopeCount++;
            return null;
        }
        counts.CreatedInScopeCount++;
        Current.Members.Add(disposable);
        return Current;
    }

    internal void Remove(DisposeScope scope)
    {
        // Scopes close innermost first; one closed out of order must not leave its inner ones current.
        for (var s = Current; s is not null; s = s.OuterScope)
        {
            if (ReferenceEquals(s, scope))
            {
                Current = scope.OuterScope;
                return;
            }
        }
    }
}
