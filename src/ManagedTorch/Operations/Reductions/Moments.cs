using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Variances, standard deviations and norms.</summary>
internal static unsafe class Moments
{
    /// <summary>The variance, or its root; unbiased divides by one less than the number of elements.</summary>
    public static Tensor Variance(Tensor x, in Dims dims, bool unbiased, bool keepdim, bool root, ScalarType? type = null)
    {
        Launch.Of(root ? "std" : "var", x.Live());
        if (type is { } wanted && wanted != x.element) x = Conversion.To(x, wanted);
        if (!Dtype.IsFloating(x.element))
            throw new TorchException($"std and var only support floating point dtypes, not {x.element}");
        var result = Tensor.Result(dims.Result(x.layout, keepdim), x.element);
        var freedom = dims.CountIn(x.layout) - (unbiased ? 1 : 0);
        var action = new VarianceAction(result, x, dims, freedom, root);
        Dtype.DispatchFloating(x.element, ref action);
        if (x.Tracked) result.MadeBy(new VarianceNode(x, result, dims, freedom, root));
        return result;
    }

    public static Tensor Norm(Tensor x, in Dims dims, bool keepdim, double p)
    {
        Launch.Of("norm", x.Live());
        if (!Dtype.IsFloating(x.element)) x = Conversion.To(x, get_default_dtype());
        var result = Tensor.Result(dims.Result(x.layout, keepdim), x.element);
        if ((p < 0 || double.IsInfinity(p)) && dims.CountIn(x.layout) == 0 && result.layout.Count > 0)
            throw new TorchException($"There is no norm of order {p} of no elements: the shape is {x.layout}.");
        var action = new NormAction(result, x, dims, p);
        Dtype.DispatchFloating(x.element, ref action);
        if (x.Tracked) result.MadeBy(new NormNode(x, result, dims, p));
        return result;
    }

    private readonly struct VarianceAction(Tensor result, Tensor x, Dims dims, long freedom, bool root) : IFloatingAction
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var rows = dims.Rows(x);
            var count = dims.CountIn(x.layout);
            var row = (T*)rows.pointer;
            for (long i = 0; i < result.layout.Count; i++, row += count)
            {
                double mean = 0, squares = 0;
                for (long j = 0; j < count; j++) mean += double.CreateTruncating(row[j]);
                mean /= count;
                for (long j = 0; j < count; j++)
                {
                    var distance = double.CreateTruncating(row[j]) - mean;
                    squares += distance * distance;
                }
                var variance = count == 0 ? double.NaN : squares / Math.Max(freedom, 0);
                ((T*)result.pointer)[i] = T.CreateTruncating(root ? Math.Sqrt(variance) : variance);
            }
            Copying.Done(rows, x);
            GC.KeepAlive(x);
        }
    }

    private sealed class VarianceNode : Node
    {
        private readonly Dims dims;
        private readonly long freedom;
        private readonly bool root;
        private SavedTensor x, result;

        public VarianceNode(Tensor x, Tensor result, in Dims dims, long freedom, bool root)
        {
            Connect(x);
            this.dims = dims;
            this.freedom = freedom;
            this.root = root;
            this.x = new SavedTensor(x);
            this.result = new SavedTensor(root ? result : null);
        }

        public override void Backward(Tensor g)
        {
            // 2 (x - mean) / freedom, and for the root a further 1 / (2 result).
            var input = x.Value;
            var mean = Tensor.Fresh(dims.Result(input.layout, false), g.element);
            Sums.SumInto(mean, input, dims);
            Binary.ComputeInto<Divide>(mean, mean, dims.CountIn(input.layout), false);
            var center = dims.Spread(mean, input.layout);
            var back = Binary.Compute<Subtract>(input, center);
            var scale = Binary.Compute<Multiply>(g, (root ? 1.0 : 2.0) / freedom);
            // All elements are alike where the root is 0, which then has no slope to pass on.
            if (root) Binary.ComputeInto<DivideOrZero>(scale, scale, result.Value);
            var spread = dims.Spread(scale, input.layout);
            Binary.ComputeInto<Multiply>(back, back, spread);
            foreach (var temporary in new[] { mean, center, scale, spread }) temporary.Free();
            Give(0, back);
        }

        public override void ReleaseSaved()
        {
            x.Release();
            result.Release();
        }
    }

    private readonly struct NormAction(Tensor result, Tensor x, Dims dims, double p) : IFloatingAction
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var rows = dims.Rows(x);
            var count = dims.CountIn(x.layout);
            var row = (T*)rows.pointer;
            for (long i = 0; i < result.layout.Count; i++, row += count)
                ((T*)result.pointer)[i] = T.CreateTruncating(Of(row, count));
            Copying.Done(rows, x);
            GC.KeepAlive(x);
        }

        private double Of<T>(T* row, long count) where T : unmanaged, INumber<T>
        {
            double sum = p == double.NegativeInfinity && count > 0 ? double.PositiveInfinity : 0;
            for (long j = 0; j < count; j++)
            {
                var magnitude = Math.Abs(double.CreateTruncating(row[j]));
                if (p == 2) sum += magnitude * magnitude;
                else if (p == 1) sum += magnitude;
                else if (p == 0) sum += magnitude == 0 ? 0 : 1;
                else if (double.IsPositiveInfinity(p)) sum = Math.Max(sum, magnitude);
                else if (double.IsNegativeInfinity(p)) sum = Math.Min(sum, magnitude);
                else sum += Math.Pow(magnitude, p);
            }
            return p == 2 ? Math.Sqrt(sum) : p is 0 or 1 || double.IsInfinity(p) ? sum : Math.Pow(sum, 1 / p);
        }
    }

    private sealed class NormNode : Node
    {
        private readonly Dims dims;
        private readonly double p;
        private SavedTensor x, result;

        public NormNode(Tensor x, Tensor result, in Dims dims, double p)
        {
            Connect(x);
            this.dims = dims;
            this.p = p;
            this.x = new SavedTensor(x);
            this.result = new SavedTensor(result);
        }

        public override void Backward(Tensor g)
        {
            var input = x.Value;
            Tensor norm = dims.Spread(result.Value, input.layout), gradient = dims.Spread(g, input.layout);
            var back = Tensor.Fresh(input.layout.AsContiguous(), g.element);
            var action = new NormGradientAction(back, gradient, input, norm, p);
            Dtype.DispatchFloating(g.element, ref action);
            if (double.IsInfinity(p)) ShareAmongEqual(back, input, norm);
            norm.Free();
            gradient.Free();
            Give(0, back);
        }

        /// <summary>Elements that are the extreme alike share the gradient.</summary>
        private void ShareAmongEqual(Tensor back, Tensor input, Tensor norm)
        {
            var sizes = Unary.Compute<Absolute>(input);
            var equal = Tensor.Fresh(sizes.layout, sizes.element);
            Extrema.Mask(equal, sizes, norm, nanIsEqual: true);
            var counts = Tensor.Fresh(dims.Result(input.layout, false), back.element);
            Sums.SumInto(counts, equal, dims);
            var spread = dims.Spread(counts, input.layout);
            Binary.ComputeInto<DivideOrZero>(back, back, spread);
            foreach (var temporary in new[] { sizes, equal, counts, spread }) temporary.Free();
        }

        public override void ReleaseSaved()
        {
            x.Release();
            result.Release();
        }
    }

    private readonly struct NormGradientAction(Tensor back, Tensor g, Tensor x, Tensor norm, double p) : IFloatingAction
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var loop = new NormGradientLoop<T> { P = p };
            StridedLoops.Run(ref loop, back, g, x, norm);
        }
    }

    /// <summary>g sign(x) (|x| / norm)^(p - 1), and 0 where the norm is.</summary>
    private struct NormGradientLoop<T> : IStridedLoop where T : unmanaged, IFloatingPointIeee754<T>
    {
        public double P;

        public readonly void Run(byte** data, nint* strides, nint count)
        {
            byte* r = data[0], g = data[1], x = data[2], n = data[3];
            for (nint i = 0; i < count; i++, r += strides[0], g += strides[1], x += strides[2], n += strides[3])
                *(T*)r = Of(*(T*)g, *(T*)x, *(T*)n);
        }

        private readonly T Of(T g, T x, T norm)
        {
            if (P == 0 || norm == T.Zero) return T.Zero;
            if (P == 2) return g * x / norm;
            var sign = Real.Sign(x);
            if (P == 1 || (P < 1 && x == T.Zero)) return g * sign;
            if (double.IsInfinity(P)) return T.Abs(x) == norm ? g * sign : T.Zero;
            return g * sign * T.Pow(T.Abs(x) / norm, T.CreateTruncating(P - 1));
        }
    }
}
