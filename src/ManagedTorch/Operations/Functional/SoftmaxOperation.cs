using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>softmax, log_softmax and logsumexp along a dimension, each as one operation.</summary>
internal static unsafe class SoftmaxOperation
{
    public static Tensor Apply(Tensor x, long dim, bool logarithm, ScalarType? dtype)
    {
        Launch.Of(logarithm ? "log_softmax" : "softmax", x.Live());
        var type = dtype ?? x.element;
        if (!Dtype.IsFloating(type))
            throw new TorchException($"softmax is not implemented for {type}; pass a floating point type.");
        if (x.element != type) x = Conversion.To(x, type);
        var d = x.layout.Dimension(dim);
        var result = Tensor.Result(x.layout.AsContiguous(), type);
        Compute(x, result, d, logarithm);
        if (x.Tracked) result.MadeBy(new SoftmaxNode(x, result, d, logarithm));
        return result;
    }

    public static Tensor LogSumExp(Tensor x, long dim, bool keepdim)
    {
        Launch.Of("logsumexp", x.Live());
        if (!Dtype.IsFloating(x.element)) x = Conversion.To(x, get_default_dtype());
        var d = x.layout.Dimension(dim);
        var result = Tensor.Result(Dims.One(x.layout, d).Result(x.layout, keepdim), x.element);
        var source = Copying.AsContiguous(x);
        var action = new LogSumExpAction(source, result, Lines.Of(x.layout, d));
        Dtype.DispatchFloating(x.element, ref action);
        Copying.Done(source, x);
        if (x.Tracked) result.MadeBy(new LogSumExpNode(x, result, Dims.One(x.layout, d)));
        GC.KeepAlive(x);
        return result;
    }

    /// <summary>The result for plain memory of the same lengths, result contiguous.</summary>
    public static void Compute(Tensor x, Tensor result, int dim, bool logarithm)
    {
        if (x.layout.Count == 0) return;
        var source = Copying.AsContiguous(x);
        var lines = Lines.Of(x.layout, dim);
        var action = new Action(source, result, lines, logarithm);
        Dtype.DispatchFloating(x.element, ref action);
        Copying.Done(source, x);
        GC.KeepAlive(x);
    }

    private readonly struct Action(Tensor x, Tensor result, Lines lines, bool logarithm) : IFloatingAction
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var step = lines.Step;
            if (step == 1)
            {
                Kernels.Softmax.Forward((T*)x.pointer, (T*)result.pointer, (nint)lines.Outer, (nint)lines.Length, logarithm);
                return;
            }
            for (long line = 0; line < lines.Count; line++)
            {
                T* source = (T*)x.pointer + lines.Start(line), target = (T*)result.pointer + lines.Start(line);
                var largest = source[0];
                for (long i = 1; i < lines.Length; i++) largest = T.Max(largest, source[i * step]);
                var sum = T.Zero;
                for (long i = 0; i < lines.Length; i++)
                {
                    var shifted = source[i * step] - largest;
                    var power = T.Exp(shifted);
                    sum += power;
                    target[i * step] = logarithm ? shifted : power;
                }
                var scale = logarithm ? T.Log(sum) : T.One / sum;
                for (long i = 0; i < lines.Length; i++)
                    target[i * step] = logarithm ? target[i * step] - scale : target[i * step] * scale;
            }
        }
    }

    private readonly struct LogSumExpAction(Tensor x, Tensor result, Lines lines) : IFloatingAction
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            for (long line = 0; line < lines.Count; line++)
            {
                var source = (T*)x.pointer + lines.Start(line);
                var largest = T.NegativeInfinity;
                for (long i = 0; i < lines.Length; i++) largest = T.Max(largest, source[i * lines.Step]);
                var shift = T.IsFinite(largest) ? largest : T.Zero;
                var sum = T.Zero;
                for (long i = 0; i < lines.Length; i++) sum += T.Exp(source[i * lines.Step] - shift);
                ((T*)result.pointer)[line] = T.Log(sum) + shift;
            }
        }
    }

    private sealed class SoftmaxNode : Node
    {
        private readonly int dim;
        private readonly bool logarithm;
        private SavedTensor result;

        public SoftmaxNode(Tensor x, Tensor result, int dim, bool logarithm)
        {
            Connect(x);
            this.dim = dim;
            this.logarithm = logarithm;
            this.result = new SavedTensor(result);
        }

        public override void Backward(Tensor g)
        {
            var back = Tensor.Fresh(g.layout.AsContiguous(), g.element);
            if (g.layout.Count > 0)
            {
                var gradient = Copying.AsContiguous(g);
                var y = result.Value;
                var action = new GradientAction(gradient, y, back, Lines.Of(y.layout, dim), logarithm);
                Dtype.DispatchFloating(g.element, ref action);
                Copying.Done(gradient, g);
            }
            Give(0, back);
        }

        public override void ReleaseSaved() => result.Release();
    }

    private readonly struct GradientAction(Tensor g, Tensor y, Tensor back, Lines lines, bool logarithm) : IFloatingAction
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var step = lines.Step;
            if (step == 1)
            {
                Kernels.Softmax.Backward((T*)g.pointer, (T*)y.pointer, (T*)back.pointer, (nint)lines.Outer, (nint)lines.Length,
                    logarithm);
                return;
            }
            for (long line = 0; line < lines.Count; line++)
            {
                var start = lines.Start(line);
                T* gs = (T*)g.pointer + start, ys = (T*)y.pointer + start, rs = (T*)back.pointer + start;
                var sum = T.Zero;
                for (long i = 0; i < lines.Length; i++) sum += logarithm ? gs[i * step] : gs[i * step] * ys[i * step];
                for (long i = 0; i < lines.Length; i++)
                    rs[i * step] = logarithm ? gs[i * step] - T.Exp(ys[i * step]) * sum : (gs[i * step] - sum) * ys[i * step];
            }
        }
    }

    private sealed class LogSumExpNode : Node
    {
        private readonly Dims dims;
        private SavedTensor x, result;

        public LogSumExpNode(Tensor x, Tensor result, in Dims dims)
        {
            Connect(x);
            this.dims = dims;
            this.x = new SavedTensor(x);
            this.result = new SavedTensor(result);
        }

        public override void Backward(Tensor g)
        {
            var input = x.Value;
            Tensor total = dims.Spread(result.Value, input.layout), gradient = dims.Spread(g, input.layout);
            var back = Binary.Compute<Subtract>(input, total);
            Unary.ComputeInto<Exponential>(back, back);
            Binary.ComputeInto<Multiply>(back, back, gradient);
            total.Free();
            gradient.Free();
            Give(0, back);
        }

        public override void ReleaseSaved()
        {
            x.Release();
            result.Release();
        }
    }
}
