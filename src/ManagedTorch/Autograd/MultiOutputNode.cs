using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>An operation of several results: runs once, when the gradients of all of them that matter have arrived.</summary>
internal abstract class MultiOutputNode(int outputs) : Node
{
    private readonly Tensor?[] gradients = new Tensor?[outputs];

    /// <summary>The gradients of all results; null for those that nothing depends on.</summary>
    protected abstract void Backward(Tensor?[] gradients);

    public sealed override void Backward(Tensor gradient) => Backward([gradient]);

    protected override ref Tensor? Slot(int output) => ref gradients[output];

    public override void Run()
    {
        var arrived = (Tensor?[])gradients.Clone();
        Array.Clear(gradients);
        if (Retaining is not null)
            for (var i = 0; i < arrived.Length; i++)
                if (arrived[i] is { } gradient)
                    Accumulation.Retain(Retaining, i, gradient);
        Backward(arrived);
        foreach (var gradient in arrived) gradient?.Free();
    }

    public override void Reset()
    {
        Queued = false;
        foreach (var gradient in gradients) gradient?.Free();
        Array.Clear(gradients);
    }
}
