using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Limits that are tensors. The upper one wins where they cross; of a nan among the three comes nan.</summary>
internal static class Clamping
{
    public static Tensor Apply(Tensor x, Tensor? min, Tensor? max)
    {
        Tensor result;
        using (no_grad())
        {
            var raised = min is null ? x : x.maximum(min);
            result = max is null ? raised : raised.minimum(max);
            if (min is not null && max is not null) raised.Dispose();
        }
        if (!(x.Tracked || min is { Tracked: true } || max is { Tracked: true })) return result;
        Tensor Wide(Tensor part) => part.element == result.element ? part : Conversion.To(part, result.element);
        return result.MadeBy(new ClampNode(Wide(x), min is null ? null : Wide(min), max is null ? null : Wide(max)));
    }

    /// <summary>The gradient goes to the argument where it lies within the limits, them included; else to the limit that it met.</summary>
    private sealed class ClampNode : Node
    {
        private readonly Shape[] shapes;
        private SavedTensor x, min, max;

        public ClampNode(Tensor x, Tensor? min, Tensor? max)
        {
            Connect(x, min, max);
            shapes = [x.layout, min?.layout ?? Shape.Scalar, max?.layout ?? Shape.Scalar];
            this.x = new SavedTensor(x);
            this.min = new SavedTensor(min);
            this.max = new SavedTensor(max);
        }

        public override void Backward(Tensor g)
        {
            using var mode = no_grad();
            using var scope = NewDisposeScope();
            // Handles of their own: what is saved outlives the ones that it came with.
            var value = x.Value.Share().Register();
            Tensor? low = min.Exists ? min.Value.Share().Register() : null, high = max.Exists ? max.Value.Share().Register() : null;
            if (Needs(0)) Send(0, g, And(low is null ? null : value.ge(low), high is null ? null : value.le(high)));
            if (low is not null && Needs(1)) Send(1, g, And(value.lt(low), high is null ? null : low.lt(high)));
            if (high is not null && Needs(2)) Send(2, g, low is null ? value.gt(high) : value.gt(high).logical_or(high.lt(low)));
        }

        public override void ReleaseSaved()
        {
            x.Release();
            min.Release();
            max.Release();
        }

        private static Tensor And(Tensor? a, Tensor? b) => a is null ? b! : b is null ? a : a.logical_and(b);

        private void Send(int input, Tensor g, Tensor where)
        {
            var back = Tensor.Fresh(g.layout.AsContiguous(), g.element);
            Selection.Choose(back, where, g, null);
            Give(input, Sums.SumToAndFree(back, shapes[input]));
        }
    }
}
