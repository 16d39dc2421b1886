using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Owns the tensors made on its thread while it is the innermost one, and disposes them when it is disposed.
/// A result leaves by <c>MoveToOuterDisposeScope</c> or by being detached.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private DisposeScopeManager _manager;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope outer)
    {
        _manager = manager;
        OuterScope = outer;
    }

    /// <summary>How many disposables the scope owns at the moment.</summary>
    public int DisposablesCount => Members.Count;

    /// <summary>A snapshot of what the scope owns.</summary>
    public IReadOnlyList<IDisposable> DisposablesView => Members.ToList();

    internal HashSet<IDisposable> Members { get; private set; } = new(ReferenceEqualityComparer.Instance);

    internal DisposeScope OuterScope { get; }

    private LifetimeStatistics Counts => (_manager ?? DisposeScopeManager.OfThread).Counts.TensorStatistics;

    public void Attach(IDisposable disposable)
    {
        if (disposable is null || Members.Contains(disposable))
            return;
        if (disposable is Tensor tensor)
        {
            tensor.OwningDisposeScope?.Members.Remove(tensor);
            tensor.OwningDisposeScope = this;
        }
        Counts.AttachedToScopeCount++;
        Members.Add(disposable);
    }

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var list = disposables.ToList();
        foreach (var disposable in list)
            Attach(disposable);
        return list;
    }

    public bool Contains(IDisposable disposable) => Members.Contains(disposable);

    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        Move(null, disposable);
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable
    {
        Move(null, first);
        Move(null, second);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable
    {
        Move(null, first);
        Move(null, second);
        Move(null, third);
        return (first, second, third);
    }

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables) => MoveAll(null, disposables);

    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        Move(OuterScope, disposable);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => MoveToOther(OuterScope, first, second);

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => MoveToOther(OuterScope, first, second, third);

    public void MoveToOuter(params IDisposable[] disposables) => MoveAll(OuterScope, disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveAll(OuterScope, disposables);

    public T MoveToOther<T>(DisposeScope scope, T disposable)
        where T : IDisposable
    {
        Move(scope, disposable);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope scope, T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable
    {
        Move(scope, first);
        Move(scope, second);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable
    {
        Move(scope, first);
        Move(scope, second);
        Move(scope, third);
        return (first, second, third);
    }

    public void MoveToOther(DisposeScope scope, params IDisposable[] disposables) => MoveAll(scope, disposables);

    public void MoveToOther(DisposeScope scope, IEnumerable<IDisposable> disposables) => MoveAll(scope, disposables);

    /// <summary>Disposes everything the scope owns; the scope stays open.</summary>
    public void DisposeEverything() => DisposeEverythingBut([]);

    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable
    {
        DisposeEverythingBut([first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable
    {
        DisposeEverythingBut([first, second, third]);
        return (first, second, third);
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        var old = Members;
        Members = new HashSet<IDisposable>(ReferenceEqualityComparer.Instance);
        foreach (var disposable in old)
        {
            if (keep.Contains(disposable))
            {
                Members.Add(disposable);
                continue;
            }
            if (disposable is Tensor tensor)
            {
                tensor.OwningDisposeScope = null;
                if (tensor.IsInvalid)
                    continue;
                Counts.DisposedInScopeCount++;
                tensor.DisposeByScope();
            }
            else
            {
                Counts.DisposedInScopeCount++;
                disposable.Dispose();
            }
        }
    }

    /// <summary>A disposable of this scope was disposed by somebody else: it no longer belongs here.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        if (!Members.Remove(disposable))
            return;
        Counts.DisposedInScopeCount++;
        if (disposable is Tensor tensor)
            tensor.OwningDisposeScope = null;
    }

    public void Dispose()
    {
        if (_manager is null)
            return;
        DisposeEverything();
        _manager.Remove(this);
        _manager = null;
    }

    private void MoveAll(DisposeScope scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
            Move(scope, disposable);
    }

    /// <summary>To another scope, or out of all scopes. What is not ours stays where it is.</summary>
    private void Move(DisposeScope scope, IDisposable disposable)
    {
        if (disposable is null || !Members.Remove(disposable))
            return;
        if (scope is null)
            Counts.DetachedFromScopeCount++;
        else
            scope.Members.Add(disposable);
        if (disposable is Tensor tensor)
            tensor.OwningDisposeScope = scope;
    }
}
