using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The gradient of an elementwise operation on two tensors; sums over what was broadcast.</summary>
internal sealed class BinaryNode<TOp> : Node where TOp : struct, IBinaryOp
{
    private readonly Shape shapeA, shapeB;
    private SavedTensor savedA, savedB;

    public BinaryNode(Tensor a, Tensor b) : this(a, b, a) { }

    /// <param name="valueA">The first argument's values, where the argument itself is about to be overwritten.</param>
    /// <param name="b">The second argument.</param>
    /// <param name="a">The first argument, whose place in the graph counts.</param>
    public BinaryNode(Tensor valueA, Tensor b, Tensor a)
    {
        Connect(a, b);
        shapeA = a.layout;
        shapeB = b.layout;
        if (!TOp.KeepsArguments) return;
        // A product needs only the other factor.
        var product = typeof(TOp) == typeof(Multiply);
        if (!product || Needs(1)) savedA = new SavedTensor(valueA);
        if (!product || Needs(0)) savedB = new SavedTensor(b);
    }

    /// <summary>A sum hands its gradient on as it is.</summary>
    public override int Launches => typeof(TOp) == typeof(Add) ? 0 : base.Launches;

    public override void Backward(Tensor g)
    {
        if (Needs(0)) Send(0, g, shapeA);
        if (Needs(1)) Send(1, g, shapeB);
    }

    private void Send(int input, Tensor g, Shape shape)
    {
        if (typeof(TOp) == typeof(Add) || (typeof(TOp) == typeof(Subtract) && input == 0))
        {
            if (shape.SameSizes(g.layout)) Pass(input, g);
            else Give(input, Sums.SumTo(g, shape));
            return;
        }
        if (typeof(TOp) == typeof(Multiply))
        {
            Give(input, Sums.SumToAndFree(Binary.Compute<Multiply>(g, input == 0 ? savedB.Value : savedA.Value), shape));
            return;
        }
        var result = Tensor.Fresh(g.layout.AsContiguous(), g.element);
        var action = new GradientAction(result, g, TOp.KeepsArguments ? savedA.Value : g, TOp.KeepsArguments ? savedB.Value : g,
            input == 0);
        Dtype.Dispatch(g.element, ref action);
        Give(input, Sums.SumToAndFree(result, shape));
    }

    public override void ReleaseSaved()
    {
        savedA.Release();
        savedB.Release();
    }

    private readonly struct GradientAction(Tensor result, Tensor g, Tensor a, Tensor b, bool first) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var loop = new BinaryGradientLoop<T, TOp> { First = first };
            StridedLoops.Run(ref loop, result, g, a, b);
        }
    }
}

/// <summary>The gradient of an elementwise operation on a tensor and a number.</summary>
internal sealed class NumberNode<TOp> : Node where TOp : struct, IBinaryOp
{
    private readonly Number number;
    private readonly bool numberFirst;
    private SavedTensor saved;

    public NumberNode(Tensor a, in Number number, bool numberFirst) : this(a, number, numberFirst, a) { }

    public NumberNode(Tensor value, in Number number, bool numberFirst, Tensor a)
    {
        Connect(a);
        this.number = number;
        this.numberFirst = numberFirst;
        if (TOp.KeepsArguments && typeof(TOp) != typeof(Multiply) && (typeof(TOp) != typeof(Divide) || numberFirst))
            saved = new SavedTensor(value);
    }

    public override int Launches => typeof(TOp) == typeof(Add) ? 0 : base.Launches;

    public override void Backward(Tensor g)
    {
        if (typeof(TOp) == typeof(Add) || (typeof(TOp) == typeof(Subtract) && !numberFirst))
        {
            Pass(0, g);
            return;
        }
        if (typeof(TOp) == typeof(Multiply) || (typeof(TOp) == typeof(Divide) && !numberFirst))
        {
            Give(0, Binary.Compute<TOp>(g, number));
            return;
        }
        var result = Tensor.Fresh(g.layout.AsContiguous(), g.element);
        var action = new GradientAction(result, g, saved.Exists ? saved.Value : g, number, numberFirst);
        Dtype.Dispatch(g.element, ref action);
        Give(0, result);
    }

    public override void ReleaseSaved() => saved.Release();

    private readonly struct GradientAction(Tensor result, Tensor g, Tensor a, Number number, bool numberFirst) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var loop = new NumberGradientLoop<T, TOp> { Number = number.To<T>(), NumberFirst = numberFirst };
            StridedLoops.Run(ref loop, result, g, a);
        }
    }
}
