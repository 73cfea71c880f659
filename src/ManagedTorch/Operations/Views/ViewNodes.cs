using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The gradient of a change of shape: the same numbers under the old lengths.</summary>
internal sealed class ReshapeNode : Node
{
    public override int Launches => 0;

    private readonly Shape shape;

    public ReshapeNode(Tensor x)
    {
        Connect(x);
        shape = x.layout.AsContiguous();
    }

    public override void Backward(Tensor g)
    {
        if (g.layout.Contiguous)
        {
            Give(0, g.Share(shape));
            return;
        }
        var copy = Copying.Contiguous(g);
        copy.layout = shape;
        Give(0, copy);
    }
}

/// <summary>The gradient of a change of the dimensions' order.</summary>
internal sealed class PermuteNode : Node
{
    public override int Launches => 0;

    private readonly int[] order;

    public PermuteNode(Tensor x, int[] order)
    {
        Connect(x);
        this.order = order;
    }

    public override void Backward(Tensor g)
    {
        var sizes = new long[order.Length];
        var strides = new long[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            sizes[order[i]] = g.layout.Sizes[i];
            strides[order[i]] = g.layout.Strides[i];
        }
        Give(0, g.Share(Shape.Strided(sizes, strides)));
    }
}

/// <summary>The gradient of a part of a tensor: zero around it.</summary>
internal sealed class PartNode : Node
{
    private readonly Shape whole;
    private readonly Geometry part;

    /// <param name="x">The whole.</param>
    /// <param name="part">Where the part lies in a contiguous tensor of the whole's lengths.</param>
    public PartNode(Tensor x, in Geometry part)
    {
        Connect(x);
        whole = x.layout.AsContiguous();
        this.part = part;
    }

    public override void Backward(Tensor g)
    {
        // Many parts of one tensor (the steps of a sequence) add to one buffer.
        if (TakePending(0) is { } pending)
        {
            AddTo(pending, g);
            Restore(0, pending);
            return;
        }
        var back = Tensor.Fresh(whole, g.element);
        Copying.Fill(back, 0);
        AddTo(back, g);
        Give(0, back);
    }

    private void AddTo(Tensor buffer, Tensor g)
    {
        var target = buffer.Share(part.Shape, part.Offset);
        Binary.ComputeInto<Add>(target, target, g);
        target.Free();
    }
}

/// <summary>The gradient of parts that make up a whole: theirs, one behind the other; zero where nothing depends on a part.</summary>
internal sealed class SplitNode : MultiOutputNode
{
    private readonly Shape whole;
    private readonly ScalarType type;
    private readonly int dim;
    private readonly long[] lengths;

    public SplitNode(Tensor x, int dim, ReadOnlySpan<long> lengths) : base(lengths.Length)
    {
        Connect(x);
        whole = x.layout.AsContiguous();
        type = x.element;
        this.dim = dim;
        this.lengths = lengths.ToArray();
    }

    protected override void Backward(Tensor?[] gradients)
    {
        var back = Tensor.Fresh(whole, type);
        long start = 0;
        for (var i = 0; i < lengths.Length; start += lengths[i++])
        {
            var part = Geometry.Slice(whole, dim, start, start + lengths[i], 1);
            var target = back.Share(part.Shape, part.Offset);
            if (gradients[i] is { } gradient) Copying.Copy(gradient, target);
            else Copying.Fill(target, 0);
            target.Free();
        }
        Give(0, back);
    }
}

/// <summary>The gradient of a broadcast: the sum over what was repeated.</summary>
internal sealed class ExpandNode : Node
{
    public override int Launches => 0;

    private readonly Shape shape;

    public ExpandNode(Tensor x)
    {
        Connect(x);
        shape = x.layout;
    }

    public override void Backward(Tensor g)
    {
        if (shape.SameSizes(g.layout)) Pass(0, g);
        else Give(0, Sums.SumTo(g, shape));
    }
}

/// <summary>The gradient of a copy, and of whatever else changes no number.</summary>
internal sealed class IdentityNode : Node
{
    public override int Launches => 0;

    public IdentityNode(Tensor x) => Connect(x);

    public override void Backward(Tensor g) => Pass(0, g);
}
