namespace TorchSharp;

public static partial class torch
{
    /// <summary>Opens a scope that disposes at its end what is made within it.</summary>
    public static DisposeScope NewDisposeScope() => new(ThreadState.Current);

    public static DisposeScope? CurrentDisposeScope => ThreadState.Current.Scope;

    /// <summary>Evaluates an expression in a scope of its own and keeps only its result.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    public partial class Tensor
    {
        public Tensor MoveToOuterDisposeScope()
        {
            Live();
            scope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            Live();
            scope?.Forget(this);
            return this;
        }

        public Tensor DetatchFromDisposeScope() => DetachFromDisposeScope();

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            Live();
            if (scope is not null) scope.MoveToOther(other, this);
            else other?.Attach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.scope);
    }
}
