using System.Numerics;
using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Recorded layer normalization over the last dimensions.</summary>
internal static unsafe class LayerNorms
{
    public static Tensor Apply(Tensor x, ReadOnlySpan<long> normalized, Tensor? weight, Tensor? bias, double epsilon)
    {
        Require(x, normalized, weight, bias);
        Launch.Of("layer_norm", x, weight, bias);
        return x.element == ScalarType.Float32
            ? Apply<float>(x, normalized, weight, bias, epsilon)
            : Apply<double>(x, normalized, weight, bias, epsilon);
    }

    private static Tensor Apply<T>(Tensor x, ReadOnlySpan<long> normalized, Tensor? weight, Tensor? bias, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var columns = (int)Shape.Of(normalized).Count;
        var rows = columns == 0 ? 0 : (int)(x.layout.Count / columns);
        Tensor mean = Tensor.Fresh(Shape.Of(rows), x.element), scale = Tensor.Fresh(Shape.Of(rows), x.element);
        var result = Tensor.Result(x.layout.AsContiguous(), x.element);
        var input = Copying.AsContiguous(x);
        Tensor? factors = weight is null ? null : Copying.AsContiguous(weight),
            offsets = bias is null ? null : Copying.AsContiguous(bias);
        LayerNormalization.Forward(
            (T*)input.pointer, rows, columns, epsilon, factors is null ? null : (T*)factors.pointer,
            offsets is null ? null : (T*)offsets.pointer,
            (T*)result.pointer, (T*)mean.pointer, (T*)scale.pointer);
        if (weight is not null) Copying.Done(factors!, weight);
        if (bias is not null) Copying.Done(offsets!, bias);
        Copying.Done(input, x);
        if (x.Tracked || (weight is not null && weight.Tracked) || (bias is not null && bias.Tracked))
            result.MadeBy(new LayerNormNode(x, weight, bias, mean, scale, rows, columns, Shape.Of(normalized)));
        mean.Free();
        scale.Free();
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        return result;
    }

    private static void Require(Tensor x, ReadOnlySpan<long> normalized, Tensor? weight, Tensor? bias)
    {
        x.Live();
        var shape = Shape.Describe(normalized);
        if (normalized.Length == 0 || normalized.Length > x.layout.Rank
            || !x.layout.Sizes.AsSpan(x.layout.Rank - normalized.Length).SequenceEqual(normalized))
            throw new TorchException($"layer_norm() over {shape} expects an input whose shape ends so, not {x.layout}.");
        if (!Dtype.IsFloating(x.element)) throw Unsupported.Feature($"layer_norm() of {x.element}");
        ReadOnlySpan<(Tensor? Tensor, string Name)> all = [(weight, "weight"), (bias, "bias")];
        foreach (var (tensor, name) in all)
        {
            if (tensor is null) continue;
            tensor.Live();
            if (!tensor.layout.Sizes.AsSpan().SequenceEqual(normalized))
                throw new TorchException($"layer_norm() over {shape} expects {name} of that shape, not {tensor.layout}.");
            if (tensor.element != x.element)
                throw new TorchException($"layer_norm() needs input and {name} of one type, not {x.element} and {tensor.element}.");
        }
    }

    private sealed class LayerNormNode : Node
    {
        private readonly int rows, columns;
        private readonly Shape normalized;
        private SavedTensor x, weight, mean, scale;

        public LayerNormNode(Tensor x, Tensor? weight, Tensor? bias, Tensor mean, Tensor scale, int rows, int columns,
            Shape normalized)
        {
            Connect(x, weight, bias);
            this.rows = rows;
            this.columns = columns;
            this.normalized = normalized;
            this.x = new SavedTensor(x);
            this.weight = new SavedTensor(weight);
            this.mean = new SavedTensor(mean);
            this.scale = new SavedTensor(scale);
        }

        public override void Backward(Tensor g)
        {
            if (g.element == ScalarType.Float32) Backward<float>(g);
            else Backward<double>(g);
        }

        public override void ReleaseSaved()
        {
            x.Release();
            weight.Release();
            mean.Release();
            scale.Release();
        }

        private void Backward<T>(Tensor g) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var saved = x.Value;
            var w = weight.Exists ? weight.Value : null;
            Tensor gradient = Copying.AsContiguous(g), input = Copying.AsContiguous(saved);
            var factors = w is null ? null : Copying.AsContiguous(w);
            var dx = Tensor.Fresh(saved.layout.AsContiguous(), g.element);
            var dw = Needs(1) ? Tensor.Fresh(normalized, g.element) : null;
            var db = Needs(2) ? Tensor.Fresh(normalized, g.element) : null;
            LayerNormalization.Backward(
                (T*)gradient.pointer, (T*)input.pointer, rows, columns, factors is null ? null : (T*)factors.pointer,
                (T*)mean.Value.pointer,
                (T*)scale.Value.pointer, (T*)dx.pointer, dw is null ? null : (T*)dw.pointer, db is null ? null : (T*)db.pointer);
            if (w is not null) Copying.Done(factors!, w);
            Copying.Done(input, saved);
            Copying.Done(gradient, g);
            Give(0, dx);
            if (dw is not null) Give(1, dw);
            if (db is not null) Give(2, db);
        }
    }
}
