using System.Numerics;
using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Recorded batch normalization of (batch, channel, ...) tensors.</summary>
internal static unsafe class BatchNorms
{
    /// <summary>
    /// The normalized tensor; with <paramref name="relu"/>, no less than 0, in one pass over memory. With <paramref
    /// name="overwrite"/> the input will not be needed again, and its memory may take the result.
    /// </summary>
    public static Tensor Apply(
        Tensor x, Tensor? runningMean, Tensor? runningVariance, Tensor? weight, Tensor? bias, bool training, double momentum,
        double epsilon, bool relu = false, bool overwrite = false)
    {
        Require(x, runningMean, runningVariance, weight, bias, training);
        return x.element == ScalarType.Float32
            ? Apply<float>(x, runningMean, runningVariance, weight, bias, training, momentum, epsilon, relu, overwrite)
            : Apply<double>(x, runningMean, runningVariance, weight, bias, training, momentum, epsilon, relu, overwrite);
    }

    private static Tensor Apply<T>(
        Tensor x, Tensor? runningMean, Tensor? runningVariance, Tensor? weight, Tensor? bias, bool training, double momentum,
        double epsilon, bool relu, bool overwrite)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sizes = new BatchSizes(x.layout);
        Tensor mean = Tensor.Fresh(Shape.Of(sizes.Channels), x.element),
            scale = Tensor.Fresh(Shape.Of(sizes.Channels), x.element);
        T* means = (T*)mean.pointer, scales = (T*)scale.pointer;
        var input = Copying.AsContiguous(x);
        if (training)
        {
            BatchNormalization.Statistics((T*)input.pointer, sizes.Batch, sizes.Channels, sizes.Pixels, means, scales);
            Follow(runningMean, means, 1, momentum);
            Follow(runningVariance, scales, sizes.Count / (double)(sizes.Count - 1), momentum);
        }
        else
        {
            Copying.Copy(runningMean!, mean);
            Copying.Copy(runningVariance!, scale);
        }

        // Squared deviations become the factors that undo them.
        for (var c = 0; c < sizes.Channels; c++) scales[c] = T.One / T.Sqrt(scales[c] + T.CreateTruncating(epsilon));
        var tracked = x.Tracked || (weight is not null && weight.Tracked) || (bias is not null && bias.Tracked);
        var result = overwrite && !tracked && x.storage.Exclusive && x.layout.Contiguous
            ? x.Share().Register()
            : Tensor.Result(x.layout.AsContiguous(), x.element);
        var (factors, offsets) = (Flat(weight), Flat(bias));
        var line = Tensor.Fresh(Shape.Of(2, sizes.Channels), x.element);
        T* factor = (T*)line.pointer, offset = factor + sizes.Channels;
        BatchNormalization.Coefficients(sizes.Channels, means, scales, Pointer<T>(factors), Pointer<T>(offsets), factor, offset);
        BatchNormalization.Apply((T*)input.pointer, sizes.Batch, sizes.Channels, sizes.Pixels, factor, offset, relu,
            (T*)result.pointer);
        Done(factors, weight);
        Done(offsets, bias);
        Copying.Done(input, x);
        if (tracked)
            result.MadeBy(new BatchNormNode(x, weight, bias, mean, scale, line, training, relu));
        mean.Free();
        scale.Free();
        line.Free();
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        return result;
    }

    /// <summary>running = (1 - momentum) running + momentum factor value</summary>
    private static void Follow<T>(Tensor? running, T* values, double factor, double momentum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (running is null) return;
        T keep = T.CreateTruncating(1 - momentum), take = T.CreateTruncating(momentum);
        var stride = running.layout.Strides[0];
        for (var c = 0; c < running.layout.Count; c++)
        {
            var slot = (T*)running.pointer + c * stride;
            *slot = keep * *slot + take * T.CreateTruncating(double.CreateTruncating(values[c]) * factor);
        }
        InPlace.Done(running, null);
        GC.KeepAlive(running);
    }

    private static void Require(Tensor x, Tensor? runningMean, Tensor? runningVariance, Tensor? weight, Tensor? bias,
        bool training)
    {
        x.Live();
        if (x.layout.Rank < 2) throw new TorchException($"batch_norm() needs an input of at least 2 dimensions (batch, channels), not of shape {x.layout}.");
        if (!Dtype.IsFloating(x.element)) throw Unsupported.Feature($"batch_norm() of {x.element}");
        var channels = x.layout.Sizes[1];
        ReadOnlySpan<(Tensor? Tensor, string Name)> all = [(runningMean, "running_mean"), (runningVariance, "running_var"),
            (weight, "weight"), (bias, "bias")];
        foreach (var (tensor, name) in all)
        {
            if (tensor is null) continue;
            tensor.Live();
            if (tensor.layout.Rank != 1 || tensor.layout.Count != channels)
                throw new TorchException($"batch_norm() of an input of shape {x.layout} expects {name} to be of shape [{channels}], not {tensor.layout}.");
            if (tensor.element != x.element)
                throw new TorchException($"batch_norm() needs input and {name} of one type, not {x.element} and {tensor.element}.");
        }
        if (!training && (runningMean is null || runningVariance is null))
            throw new TorchException("batch_norm() in evaluation needs running_mean and running_var.");
        if (training && x.layout.Count / Math.Max(channels, 1) == 1)
            throw new TorchException($"Expected more than 1 value per channel when training, got input size {x.layout}");
    }

    private static Tensor? Flat(Tensor? x) => x is null ? null : Copying.AsContiguous(x);

    private static void Done(Tensor? temporary, Tensor? source)
    {
        if (source is not null) Copying.Done(temporary!, source);
    }

    private static T* Pointer<T>(Tensor? x) where T : unmanaged => x is null ? null : (T*)x.pointer;

    private readonly struct BatchSizes(Shape x)
    {
        public readonly int Batch = (int)x.Sizes[0];
        public readonly int Channels = (int)x.Sizes[1];
        public readonly int Pixels = (int)(x.Count / Math.Max(1, x.Sizes[0] * x.Sizes[1]));

        public long Count => (long)Batch * Pixels;
    }

    private sealed class BatchNormNode : Node
    {
        private readonly bool training, relu;
        private SavedTensor x, weight, mean, scale, line;

        public BatchNormNode(Tensor x, Tensor? weight, Tensor? bias, Tensor mean, Tensor scale, Tensor line, bool training,
            bool relu)
        {
            Connect(x, weight, bias);
            this.training = training;
            this.relu = relu;
            this.line = new SavedTensor(line);
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
            line.Release();
        }

        private void Backward<T>(Tensor g) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var saved = x.Value;
            var w = weight.Exists ? weight.Value : null;
            var sizes = new BatchSizes(saved.layout);
            Tensor gradient = Copying.AsContiguous(g), input = Copying.AsContiguous(saved);
            var factors = Flat(w);
            // A gradient that nobody else holds is written over.
            var dx = !Needs(0) ? null : g.storage.Exclusive && g.layout.Contiguous ? g.Share()
                : Tensor.Fresh(saved.layout.AsContiguous(), g.element);
            var dw = Needs(1) ? Tensor.Fresh(Shape.Of(sizes.Channels), g.element) : null;
            var db = Needs(2) ? Tensor.Fresh(Shape.Of(sizes.Channels), g.element) : null;
            var factor = (T*)line.Value.pointer;
            BatchNormalization.Backward(
                (T*)gradient.pointer, (T*)input.pointer, sizes.Batch, sizes.Channels, sizes.Pixels, (T*)mean.Value.pointer,
                (T*)scale.Value.pointer,
                Pointer<T>(factors), training, relu, factor, factor + sizes.Channels, Pointer<T>(dx), Pointer<T>(dw),
                Pointer<T>(db));
            Done(factors, w);
            Copying.Done(input, saved);
            Copying.Done(gradient, g);
            if (dx is not null) Give(0, dx);
            if (dw is not null) Give(1, dw);
            if (db is not null) Give(2, db);
        }
    }
}
