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
    public static Tensor Apply(in BatchNormInputs inputs, bool relu = false, bool overwrite = false)
    {
        Require(inputs);
        Start(inputs, relu);
        return inputs.X.element == ScalarType.Float32
            ? Apply<float>(inputs, relu, overwrite)
            : Apply<double>(inputs, relu, overwrite);
    }

    /// <summary>The normalization and a ReLU behind it, for a convolution to do as it reads; the input has to be contiguous.</summary>
    public static DeferredBatchNorm Defer(in BatchNormInputs inputs)
    {
        Require(inputs);
        Start(inputs, relu: true);
        var coefficients = inputs.X.element == ScalarType.Float32
            ? Coefficients<float>(inputs, inputs.X) : Coefficients<double>(inputs, inputs.X);
        var values = inputs.X.Share();
        BatchNormNode? node = null;
        if (inputs.Tracked) values.MadeBy(node = new BatchNormNode(inputs, coefficients, relu: true));
        coefficients.Mean.Free();
        coefficients.Scale.Free();
        return new DeferredBatchNorm(values, coefficients.Line, node);
    }

    private static void Start(in BatchNormInputs inputs, bool relu)
    {
        if (!SimulatedDevice.Enabled) return;
        SimulatedDevice.Launch("batch_norm", 1, false, [inputs.X, inputs.RunningMean, inputs.RunningVariance, inputs.Weight, inputs.Bias]);
        if (relu && inputs.X.OnCuda) SimulatedDevice.Launched("relu", 1);
    }

    private static Tensor Apply<T>(in BatchNormInputs inputs, bool relu, bool overwrite)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = inputs.X;
        var sizes = new BatchSizes(x.layout);
        var input = Copying.AsContiguous(x);
        var coefficients = Coefficients<T>(inputs, input);
        var tracked = inputs.Tracked;
        var result = overwrite && !tracked && x.storage.Exclusive && x.layout.Contiguous
            ? x.Share().Register()
            : Tensor.Result(x.layout.AsContiguous(), x.element);
        var factor = (T*)coefficients.Line.pointer;
        BatchNormalization.Apply((T*)input.pointer, sizes.Batch, sizes.Channels, sizes.Pixels, factor, factor + sizes.Channels,
            relu, (T*)result.pointer);
        Copying.Done(input, x);
        if (tracked) result.MadeBy(new BatchNormNode(inputs, coefficients, relu));
        coefficients.Free();
        inputs.KeepAlive();
        return result;
    }

    /// <summary>Mean, scale and line of each channel; the running statistics follow.</summary>
    private static BatchNormCoefficients Coefficients<T>(in BatchNormInputs inputs, Tensor contiguous)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sizes = new BatchSizes(contiguous.layout);
        var type = contiguous.element;
        Tensor mean = Tensor.Fresh(Shape.Of(sizes.Channels), type), scale = Tensor.Fresh(Shape.Of(sizes.Channels), type);
        T* means = (T*)mean.pointer, scales = (T*)scale.pointer;
        if (inputs.Training)
        {
            if (inputs.Moments is { } moments)
                BatchNormalization.Combine((T*)moments.pointer, sizes.Batch, sizes.Channels, sizes.Pixels, means, scales);
            else
                BatchNormalization.Statistics((T*)contiguous.pointer, sizes.Batch, sizes.Channels, sizes.Pixels, means, scales);
            Follow(inputs.RunningMean, means, 1, inputs.Momentum);
            Follow(inputs.RunningVariance, scales, sizes.Count / (double)(sizes.Count - 1), inputs.Momentum);
        }
        else
        {
            Copying.Copy(inputs.RunningMean!, mean);
            Copying.Copy(inputs.RunningVariance!, scale);
        }

        // Squared deviations become the factors that undo them.
        for (var c = 0; c < sizes.Channels; c++) scales[c] = T.One / T.Sqrt(scales[c] + T.CreateTruncating(inputs.Epsilon));
        var (factors, offsets) = (Flat(inputs.Weight), Flat(inputs.Bias));
        var line = Tensor.Fresh(Shape.Of(2, sizes.Channels), type);
        T* factor = (T*)line.pointer, offset = factor + sizes.Channels;
        BatchNormalization.Coefficients(sizes.Channels, means, scales, Pointer<T>(factors), Pointer<T>(offsets), factor, offset);
        Done(factors, inputs.Weight);
        Done(offsets, inputs.Bias);
        return new BatchNormCoefficients(mean, scale, line);
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

    private static void Require(in BatchNormInputs inputs)
    {
        var (x, _, runningMean, runningVariance, weight, bias, training, _, _) = inputs;
        x.Live();
        if (x.layout.Rank < 2)
            throw new TorchException($"batch_norm() needs an input of at least 2 dimensions (batch, channels), not of shape {x.layout}.");
        if (!Dtype.IsFloating(x.element)) throw Unsupported.Feature($"batch_norm() of {x.element}");
        var channels = x.layout.Sizes[1];
        ReadOnlySpan<(Tensor? Tensor, string Name)> all = [(runningMean, "running_mean"), (runningVariance, "running_var"),
            (weight, "weight"), (bias, "bias")];
        foreach (var (tensor, name) in all)
        {
            if (tensor is null) continue;
            tensor.Live();
            if (tensor.layout.Rank != 1 || tensor.layout.Count != channels)
                throw new TorchException(
                    $"batch_norm() of an input of shape {x.layout} expects {name} to be of shape [{channels}], not {tensor.layout}.");
            if (tensor.element != x.element)
                throw new TorchException($"batch_norm() needs input and {name} of one type, not {x.element} and {tensor.element}.");
        }
        if (!training && (runningMean is null || runningVariance is null))
            throw new TorchException("batch_norm() in evaluation needs running_mean and running_var.");
        if (training && x.layout.Count / Math.Max(channels, 1) == 1)
            throw new TorchException($"Expected more than 1 value per channel when training, got input size {x.layout}");
    }

    public static Tensor? Flat(Tensor? x) => x is null ? null : Copying.AsContiguous(x);

    public static void Done(Tensor? temporary, Tensor? source)
    {
        if (source is not null) Copying.Done(temporary!, source);
    }

    public static T* Pointer<T>(Tensor? x) where T : unmanaged => x is null ? null : (T*)x.pointer;
}
