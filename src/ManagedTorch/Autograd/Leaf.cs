using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// The end of the graph at a tensor that the user made: adds what arrives to the tensor's <c>grad</c>, at once. The one node that
/// graphs of several threads may share.
/// </summary>
internal sealed class Leaf(Tensor tensor) : Node
{
    private readonly ScalarType element = tensor.element;

    // Its tensor has been converted since the graph was made, whose gradients are still of the old type.
    private bool IsOfBefore => tensor.element != element;

    public override bool OnCuda => tensor.OnCuda;

    public override void Receive(int output, Tensor incoming)
    {
        var engine = ThreadState.Current.Engine!;
        if (engine.Capturing)
        {
            engine.Capture(this, incoming);
            return;
        }
        if (IsOfBefore) incoming = Converted(incoming);
        lock (this)
        {
            tensor.gradient = tensor.gradient is { } gradient
                ? Accumulation.Into(gradient, incoming)
                : Accumulation.Own(incoming);
        }
    }

    /// <summary>The gradient so far, to be added to in place; null where there is none yet, or others may see it.</summary>
    public Tensor? Sum =>
        ThreadState.Current.Engine!.Capturing || IsOfBefore || tensor.gradient is not { layout.Contiguous: true } gradient ? null : gradient;

    protected override Tensor? Take(int output)
    {
        if (ThreadState.Current.Engine!.Capturing || IsOfBefore) return null;
        lock (this)
        {
            if (tensor.gradient is not { layout.Contiguous: true } pending) return null;
            // Other threads that add to the same tensor meanwhile begin a gradient of their own.
            tensor.gradient = null;
            return pending;
        }
    }

    protected override void PutBack(int output, Tensor pending)
    {
        lock (this)
        {
            var meanwhile = tensor.gradient;
            tensor.gradient = meanwhile is null ? pending : Accumulation.Into(pending, meanwhile);
        }
    }

    public override void Backward(Tensor gradient) => throw new InvalidOperationException("A leaf has no inputs.");

    private Tensor Converted(Tensor gradient)
    {
        var converted = Copying.As(gradient, tensor.element);
        Copying.Done(gradient, converted);
        return converted;
    }

    public override Node Retain() => this;

    public override void Release() { }
}
