using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Disposes at its end the tensors that were made within it and not moved elsewhere. Scopes nest by thread. A tensor remembers its
/// place in its scope, so that joining, leaving and disposing cost no search.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScope? outer;
    private readonly ThreadState state;
    private Tensor?[] slots = new Tensor?[16];
    private int used;
    private int live;
    private bool closed;

    internal DisposeScope(ThreadState state)
    {
        this.state = state;
        outer = state.Scope;
        state.Scope = this;
    }

    public int DisposablesCount => live;

    public IReadOnlyList<IDisposable> DisposablesView => slots.Take(used).OfType<IDisposable>().ToList();

    internal void Add(Tensor tensor)
    {
        if (used == slots.Length) Grow();
        tensor.scope = this;
        tensor.scopeSlot = used;
        slots[used++] = tensor;
        live++;
    }

    internal void Forget(Tensor tensor)
    {
        slots[tensor.scopeSlot] = null;
        tensor.scope = null;
        live--;
    }

    public void Attach(IDisposable disposable)
    {
        var tensor = Managed(disposable);
        if (tensor.scope == this) return;
        tensor.scope?.Forget(tensor);
        Add(tensor);
    }

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var list = disposables.ToList();
        list.ForEach(Attach);
        return list;
    }

    public bool Contains(IDisposable disposable) => disposable is Tensor tensor && tensor.scope == this;

    public T Detach<T>(T disposable) where T : IDisposable
    {
        Remove(disposable);
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (Detach(first), Detach(second));

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => (Detach(first), Detach(second), Detach(third));

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) Remove(disposable);
    }

    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(outer, disposable);

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
            (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(outer, disposables);

    /// <summary>Moves what this scope holds to another one, or out of every scope where that is null.</summary>
    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        if (Remove(disposable)) scope?.Add(Managed(disposable));
        return disposable;
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second)
        where T1 : IDisposable where T2 : IDisposable => (MoveToOther(scope, first), MoveToOther(scope, second));

    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope? scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOther(scope, first), MoveToOther(scope, second), MoveToOther(scope, third));

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) =>
        MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) MoveToOther(scope, disposable);
    }

    /// <summary>Takes an object that someone else has disposed off the list.</summary>
    public void MarkAsDisposed(IDisposable disposable) => Remove(disposable);

    public void DisposeEverything() => DisposeEverythingBut([]);

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        for (var i = 0; i < used; i++)
        {
            if (slots[i] is not { } tensor || keep.Contains(tensor)) continue;
            Forget(tensor);
            tensor.Dispose();
        }
    }

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second, third]);
        return (first, second, third);
    }

    public void Dispose()
    {
        if (closed) return;
        closed = true;
        // Scopes that were opened within this one and not yet closed end with it.
        for (var scope = state.Scope; scope is not null; scope = scope.outer)
        {
            if (scope != this) continue;
            state.Scope = outer;
            break;
        }
        for (var i = 0; i < used; i++)
        {
            if (slots[i] is not { } tensor) continue;
            slots[i] = null;
            tensor.scope = null;
            tensor.Dispose();
        }
        used = live = 0;
    }

    /// <summary>Makes room: a scope that lives long forgets the places of what has left it.</summary>
    private void Grow()
    {
        if (live > slots.Length / 2) Array.Resize(ref slots, slots.Length * 2);
        var kept = 0;
        for (var i = 0; i < used; i++)
        {
            if (slots[i] is not { } tensor) continue;
            tensor.scopeSlot = kept;
            slots[kept++] = tensor;
        }
        Array.Clear(slots, kept, used - kept);
        used = kept;
    }

    private bool Remove(IDisposable disposable)
    {
        var tensor = Managed(disposable);
        if (tensor.scope != this) return false;
        Forget(tensor);
        return true;
    }

    private static Tensor Managed(IDisposable disposable) => disposable as Tensor ??
        throw new InvalidOperationException($"DisposeScope can only manage tensors, not a {disposable.GetType().Name}.");
}
