using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Products along a dimension, whole and running. Gradients know where the zeros are.</summary>
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
        Launch.Of("cumprod", x);
        var result = Copying.Contiguous(x).Register();
        var action = new CumulateAction(result, Lines.Of(x.layout, d));
        Dtype.Dispatch(x.element, ref action);
        if (x.Tracked) result.MadeBy(new CumulativeNode(x, d));
        return result;
    }

    private static Tensor Widened(Tensor x, ScalarType? type)
    {
        Launch.On(x.Live());
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
                if (typeof(T) == typeof(float)) Cumulate<T, double>(data);
                else Cumulate<T, T>(data);
            }
        }

        /// <summary>float32 is multiplied in float64, as PyTorch does it on the CPU.</summary>
        private void Cumulate<T, TProduct>(T* data) where T : unmanaged, INumber<T> where TProduct : unmanaged, INumber<TProduct>
        {
            var product = TProduct.One;
            for (long i = 0; i < lines.Length; i++, data += lines.Step)
            {
                product *= TProduct.CreateTruncating(*data);
                *data = T.CreateTruncating(product);
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

    /// <summary>
    /// For each element the product of all others: the whole divided by it; where there is a zero, what is before it times what is
    /// after it.
    /// </summary>
    private readonly struct ProductGradient(Tensor x, Tensor g, Tensor back, Lines lines) : IFloatingAction
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            for (long line = 0; line < lines.Count; line++)
            {
                var start = lines.Start(line);
                T* source = (T*)x.pointer + start, target = (T*)back.pointer + start;
                var gradient = ((T*)g.pointer)[line];
                var product = gradient;
                var zeros = 0;
                for (long i = 0; i < lines.Length; i++)
                {
                    var element = source[i * lines.Step];
                    target[i * lines.Step] = product;
                    product *= element;
                    if (element == T.Zero) zeros++;
                }
                if (zeros == 0)
                {
                    for (long i = 0; i < lines.Length; i++) target[i * lines.Step] = product / source[i * lines.Step];
                    continue;
                }
                product = zeros == 1 ? T.One : T.Zero;
                for (var i = lines.Length - 1; i >= 0; i--)
                {
                    target[i * lines.Step] = zeros == 1 ? target[i * lines.Step] * product : T.Zero;
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

    /// <summary>
    /// An element counts in every result from its own on, up to the first zero behind it; a zero counts in those before the next
    /// zero, and what is behind a zero counts nowhere.
    /// </summary>
    private readonly struct CumulativeGradient(Tensor x, Tensor g, Tensor back, Lines lines) : IFloatingAction
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var step = lines.Step;
            for (long line = 0; line < lines.Count; line++)
            {
                var start = lines.Start(line);
                T* source = (T*)x.pointer + start, target = (T*)back.pointer + start, gradient = (T*)g.pointer + start;
                var before = T.One;
                long i = 0;
                for (; i < lines.Length && source[i * step] != T.Zero; i++)
                {
                    before *= source[i * step];
                    target[i * step] = gradient[i * step] * before;
                }
                var zero = i;
                var sum = T.Zero;
                for (i = zero - 1; i >= 0; i--)
                {
                    sum += target[i * step];
                    target[i * step] = sum / source[i * step];
                }
                if (zero == lines.Length) continue;
                sum = gradient[zero * step] * before;
                for (i = zero + 1; i < lines.Length && source[i * step] != T.Zero; i++)
                {
                    before *= source[i * step];
                    sum += gradient[i * step] * before;
                }
                target[zero * step] = sum;
                for (i = zero + 1; i < lines.Length; i++) target[i * step] = T.Zero;
            }
        }
    }
}
