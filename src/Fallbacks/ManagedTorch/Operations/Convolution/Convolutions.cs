using System.Numerics;
using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Recorded convolutions over one or two dimensions, of a batch or of a single image.</summary>
internal static unsafe class Convolutions
{
    public static Tensor Apply(
        string name, int dimensions, Tensor x, Tensor weight, Tensor? bias, SidePair stride, SidePair padding, SidePair dilation,
        long groups)
    {
        x.Live();
        weight.Live();
        bias?.Live();
        var shape = Measure(name, dimensions, x, weight, bias, stride, padding, dilation, groups);
        Tensor input = Copying.AsContiguous(x), filters = Copying.AsContiguous(weight);
        var offsets = bias is null ? null : Copying.AsContiguous(bias);
        var result = Tensor.Result(Sizes(x.layout, dimensions, shape.Filters, shape.OutHeight, shape.OutWidth), x.element);
        if (x.element == ScalarType.Float32)
            Convolution.Forward(shape, (float*)input.pointer, (float*)filters.pointer,
                offsets is null ? null : (float*)offsets.pointer, (float*)result.pointer);
        else
            Convolution.Forward(shape, (double*)input.pointer, (double*)filters.pointer,
                offsets is null ? null : (double*)offsets.pointer, (double*)result.pointer);
        Copying.Done(input, x);
        Copying.Done(filters, weight);
        if (bias is not null) Copying.Done(offsets!, bias);
        if (x.Tracked || weight.Tracked || (bias is not null && bias.Tracked))
            result.MadeBy(new ConvolutionNode(shape, x, weight, bias));
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        return result;
    }

    private static ConvolutionShape Measure(
        string name, int dimensions, Tensor x, Tensor weight, Tensor? bias, SidePair stride, SidePair padding, SidePair dilation,
        long groups)
    {
        Shape sx = x.layout, sw = weight.layout;
        if (sw.Rank != dimensions + 2 || (sx.Rank != dimensions + 1 && sx.Rank != dimensions + 2))
            throw new TorchException($"{name}() needs an input of {dimensions + 1} or {dimensions + 2} dimensions and weights of {dimensions + 2}; the shapes are {sx} and {sw}.");
        if (x.element != weight.element || (bias is not null && bias.element != x.element))
            throw new TorchException($"{name}() needs input, weights and bias of one type, not {x.element}, {weight.element}{(bias is null ? "" : $" and {bias.element}")}.");
        if (!Dtype.IsFloating(x.element)) throw Unsupported.Feature($"{name}() of {x.element}");
        stride.RequireAtLeast(1, name, "stride");
        padding.RequireAtLeast(0, name, "padding");
        dilation.RequireAtLeast(1, name, "dilation");
        var channels = sx.Sizes[sx.Rank - dimensions - 1];
        var filters = sw.Sizes[0];
        if (groups < 1 || filters % groups != 0 || sw.Sizes[1] * groups != channels)
            throw new TorchException($"{name}() with weights of shape {sw} and {groups} groups expects {sw.Sizes[1] * groups} channels, but the input of shape {sx} has {channels}.");
        if (bias is not null && (bias.layout.Rank != 1 || bias.layout.Count != filters))
            throw new TorchException($"{name}() with weights of shape {sw} expects a bias of shape [{filters}], not {bias.layout}.");
        var shape = new ConvolutionShape(
            sx.Rank == dimensions + 2 ? (int)sx.Sizes[0] : 1, (int)channels, dimensions == 2 ? (int)sx.Sizes[^2] : 1,
            (int)sx.Sizes[^1],
            (int)filters, dimensions == 2 ? (int)sw.Sizes[^2] : 1, (int)sw.Sizes[^1], stride.Height, stride.Width,
            padding.Height, padding.Width, dilation.Height, dilation.Width, (int)groups);
        if (shape.OutHeight < 1 || shape.OutWidth < 1 || shape.KernelHeight < 1 || shape.KernelWidth < 1)
            throw new TorchException($"{name}(): the kernel of shape {sw} does not fit into the padded input of shape {sx}.");
        return shape;
    }

    /// <summary>The result's sizes: the input's with other channels and pixels.</summary>
    internal static Shape Sizes(Shape input, int dimensions, long channels, long height, long width)
    {
        var sizes = (long[])input.Sizes.Clone();
        sizes[^1] = width;
        if (dimensions == 2) sizes[^2] = height;
        sizes[^(dimensions + 1)] = channels;
        return Shape.Of(sizes);
    }

    private sealed class ConvolutionNode : Node
    {
        private readonly ConvolutionShape shape;
        private SavedTensor x, weight;

        public ConvolutionNode(in ConvolutionShape shape, Tensor x, Tensor weight, Tensor? bias)
        {
            Connect(x, weight, bias);
            this.shape = shape;
            if (Needs(1)) this.x = new SavedTensor(x);
            this.weight = new SavedTensor(weight);
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
        }

        private void Backward<T>(Tensor g) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var gradient = Copying.AsContiguous(g);
            var w = weight.Value;
            if (Needs(0))
            {
                var filters = Copying.AsContiguous(w);
                var back = Tensor.Fresh(InputSizes(g.layout, w.layout.Rank - 2), g.element);
                Convolution.BackwardInput(shape, (T*)gradient.pointer, (T*)filters.pointer, (T*)back.pointer);
                Copying.Done(filters, w);
                Give(0, back);
            }
            if (Needs(1))
            {
                var input = Copying.AsContiguous(x.Value);
                var back = Tensor.Fresh(w.layout.AsContiguous(), g.element);
                Convolution.BackwardWeight(shape, (T*)input.pointer, (T*)gradient.pointer, (T*)back.pointer);
                Copying.Done(input, x.Value);
                Give(1, back);
            }
            if (Needs(2))
            {
                var back = Tensor.Fresh(Shape.Of(shape.Filters), g.element);
                Convolution.ChannelSums((T*)gradient.pointer, shape.Batch, shape.Filters, shape.Pixels, (T*)back.pointer);
                Give(2, back);
            }
            Copying.Done(gradient, g);
        }

        private Shape InputSizes(Shape result, int dimensions) =>
            Sizes(result, dimensions, shape.Channels, shape.Height, shape.Width);
    }
}
