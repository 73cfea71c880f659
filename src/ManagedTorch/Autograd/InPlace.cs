using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The autograd side of operations in place.</summary>
internal static class InPlace
{
    /// <summary>Refuses a write to a leaf that collects gradients; to be called before anything is written.</summary>
    public static void Check(Tensor target)
    {
        target.Live();
        if (target.layout.Repeats)
            throw new TorchException(
                $"More than one element of the {target.layout} tensor that is written to lies at one place; clone() it first.");
        NoLeaf(target);
    }

    /// <summary>Refuses a leaf that collects gradients, and a view of one.</summary>
    public static Tensor NoLeaf(Tensor target)
    {
        target.Live();
        if (!GradMode.Enabled) return target;
        if (target.RequiresGrad && target.GradientEdge().Node is Leaf)
            throw new TorchException(
                "A leaf tensor that requires grad is being used in an operation in place; write to it under no_grad().");
        if (target.root is { IsInvalid: false } root && root.RequiresGrad && root.GradientEdge().Node is Leaf)
            throw new TorchException(
                "A view of a leaf tensor that requires grad is being used in an operation in place; write to it under no_grad().");
        return target;
    }

    /// <summary>Refuses to read from memory that the write is about to change, unless both are the same elements in the same order.</summary>
    public static void CheckOverlap(Tensor target, Tensor source)
    {
        if (source.storage != target.storage || source.IsSameAs(target)) return;
        if (source.Fills(out var from, out var to) && target.Fills(out var begin, out var end) && from < end && begin < to)
            throw new TorchException(
                "unsupported operation: some elements of the input tensor and the written-to tensor refer to a single memory " +
                "location. Please clone() the tensor before performing the operation.");
    }

    /// <summary>
    /// Notes that <paramref name="target"/> was overwritten by the operation that <paramref name="node"/> stands for (null where no
    /// gradient is involved). Its first input must be the target as it was before.
    /// </summary>
    public static Tensor Done(Tensor target, Node? node)
    {
        target.storage.Version++;
        if (node is null) return target;
        if (target.root is not { IsInvalid: false } root)
        {
            target.Rebase(node);
            return target;
        }
        root.Rebase(new OverwrittenView(root, target, node));
        target.RefreshView();
        return target;
    }
}

/// <summary>A write to a part of a tensor, seen from the whole: the part's gradient goes through the operation, the rest passes.</summary>
internal sealed class OverwrittenView : Node
{
    private readonly Shape rootShape, view;
    private readonly long offset;
    private readonly Node operation;
    private readonly Catcher caught = new();

    public OverwrittenView(Tensor root, Tensor target, Node operation)
    {
        Connect(root);
        this.operation = operation;
        rootShape = root.layout;
        view = target.layout;
        offset = StridedView.Offset(root, target);
        RaiseLevel(operation.Level);
        caught.OnCuda = target.OnCuda;
        var old = operation.ReplaceFirst(new Edge(caught, 0));
        old.Node?.Release();
    }

    public override void Backward(Tensor gradient)
    {
        // The operation's node sends to its other inputs by itself; what it sends to its first replaces the part.
        var whole = StridedView.Expand(gradient, rootShape);
        var part = StridedView.Part(whole, view, offset);
        var copy = Copying.Contiguous(part);
        operation.Backward(copy);
        copy.Free();
        if (caught.Take() is { } back)
        {
            Copying.Copy(back, part);
            back.Free();
        }
        else
        {
            Copying.Fill(part, 0);
        }
        part.Free();
        Give(0, StridedView.Extract(whole, rootShape));
    }

    protected override Node Inner => operation;

    public override void ReleaseSaved() => operation.ReleaseSaved();

    /// <summary>Stands in for the operation's first input and keeps what is sent there.</summary>
    private sealed class Catcher : Node
    {
        private Tensor? received;

        public override void Receive(int output, Tensor incoming) =>
            received = received is null ? incoming : Accumulation.Sum(received, incoming);

        public Tensor? Take()
        {
            var taken = received;
            received = null;
            return taken;
        }

        public override void Backward(Tensor gradient) => throw new InvalidOperationException("Gradients end here.");
    }
}
