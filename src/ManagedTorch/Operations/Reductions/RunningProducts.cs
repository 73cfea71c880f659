using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Products along a dimension, whole and running. Gradients are computed without dividing, so zeros are no trouble.</summary>
internal static unsafe class RunningProducts
{
    public static Tensor OfAll(Tensor x, ScalarType? type) => Along(x.flatten(), 0, false, type);

    public static Tensor Along(Tensor x, long dim, bool keepdim, ScalarType? type)
    {
        x = Widened(x, type);
        var d = x.layout.Dimension(dim);
        var result = Folds.Apply<ProductOf>(x, Dims.One(x.layout, d), keepdim);
        if (x.Tracked) result.MadeBy(new ProductNode(x, d));
        return result;
    }

    public static Tensor Cumulative(Tensor x, long dim, ScalarType? type)
    {
        x = Widened(x, type);
        var d = x.layout.Dimension(dim);
        var result = Copying.Contiguous(x).Register();
        var action = new CumulateAction(result, Lines.Of(x.layout, d));
        Dtype.Dispatch(x.element, ref action);
        if (x.Tracked) result.MadeBy(new CumulativeNode(x, d));
        return result;
    }

    private static Tensor Widened(Tensor x, ScalarType? type)
    {
        x.Live();
        var wanted = type ?? (Dtype.IsFloating(x.element) ? x.element : ScalarType.Int64);
        return x.element == wanted ? x : Conversion.To(x, wanted);
    }

    private readonly struct CumulateAction(Tensor x, Lines lines) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            for (long line = 0; line < lines.Count; line++)
            {
                var data = (T*)x.pointer + lines.Start(line);
                for (long i = 1; i < lines.Length; i++) data[i * lines.Step] *= data[(i - 1) * lines.Step];
            }
        }
    }

    private sealed class ProductNode : Node
    {
        private readonly int dim;
        private SavedTensor x;

        public ProductNode(Tensor x, int dim)
        {
            Connect(x);
            this.dim = dim;
            this.x = new SavedTensor(x);
        }

        public override void Backward(Tensor g)
        {
            var input = Copying.AsContiguous(x.Value);
            var gradient = Copying.AsContiguous(g);
            var back = Tensor.Fresh(input.layout, g.element);
            var action = new ProductGradient(input, gradient, back, Lines.Of(input.layout, dim));
            Dtype.DispatchFloating(g.element, ref action);
            Copying.Done(input, x.Value);
            Copying.Done(gradient, g);
            Give(0, back);
        }

        public override void ReleaseSaved() => x.Release();
    }

    /// <summary>For each element the product of all others: what is before it times what is after it.</summary>
    private readonly struct ProductGradient(Tensor x, Tensor g, Tensor back, Lines lines) : IFloatingAction
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            for (long line = 0; line < lines.Count; line++)
            {
                var start = lines.Start(line);
                T* source = (T*)x.pointer + start, target = (T*)back.pointer + start;
                var product = ((T*)g.pointer)[line];
                for (long i = 0; i < lines.Length; i++)
                {
                    target[i * lines.Step] = product;
                    product *= source[i * lines.Step];
                }
                product = T.One;
                for (var i = lines.Length - 1; i >= 0; i--)
                {
                    target[i * lines.Step] *= product;
                    product *= source[i * lines.Step];
                }
            }
        }
    }

    private sealed class CumulativeNode : Node
    {
        private readonly int dim;
        private SavedTensor x;

        public CumulativeNode(Tensor x, int dim)
        {
            Connect(x);
            this.dim = dim;
            this.x = new SavedTensor(x);
        }

        public override void Backward(Tensor g)
        {
            var input = Copying.AsContiguous(x.Value);
            var gradient = Copying.AsContiguous(g);
            var back = Tensor.Fresh(input.layout, g.element);
            var action = new CumulativeGradient(input, gradient, back, Lines.Of(input.layout, dim));
            Dtype.DispatchFloating(g.element, ref action);
            Copying.Done(input, x.Value);
            Copying.Done(gradient, g);
            Give(0, back);
        }

        public override void ReleaseSaved() => x.Release();
    }

    /// <summary>Element i counts in every result from i on: g_i p + g_(i+1) p x_(i+1) + ..., with p the product before it.</summary>
    private readonly struct CumulativeGradient(Tensor x, Tensor g, Tensor back, Lines lines) : IFloatingAction
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            for (long line = 0; line < lines.Count; line++)
            {
                var start = lines.Start(line);
                T* source = (T*)x.pointer + start, target = (T*)back.pointer + start, gradient = (T*)g.pointer + start;
                var before = T.One;
                for (long i = 0; i < lines.Length; i++)
                {
                    var sum = T.Zero;
                    var after = before;
                    for (var j = i; j < lines.Length; j++)
                    {
                        if (j > i) after *= source[j * lines.Step];
                        sum += gradient[j * lines.Step] * after;
                    }
                    target[i * lines.Step] = sum;
                    before *= source[i * lines.Step];
                }
            }
        }
    }
}
