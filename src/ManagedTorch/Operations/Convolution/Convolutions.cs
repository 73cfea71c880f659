using System.Numerics;
using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Recorded convolutions over one or two dimensions, of a batch or of a single image.</summary>
internal static unsafe class Convolutions
{
    public static Tensor Apply(in ConvolutionGeometry geometry, Tensor x, Tensor weight, Tensor? bias) =>
        Apply(geometry, x, null, weight, bias, false, out _);

    /// <summary>
    /// The convolution with a neighbour on either side: the normalization with ReLU <paramref name="before"/> it, which has the
    /// values of x, and the normalization behind it, which wants the moments of the result's planes.
    /// </summary>
    public static Tensor Apply(
        in ConvolutionGeometry geometry, Tensor x, DeferredBatchNorm? before, Tensor weight, Tensor? bias, bool wantsMoments,
        out Tensor? moments)
    {
        x.Live();
        weight.Live();
        bias?.Live();
        var shape = Measure(geometry, x, weight, bias);
        Launch.Of(geometry.Name, x, weight, bias);
        var result = Tensor.Result(Sizes(x.layout, geometry.Dimensions, shape.Filters, shape.OutHeight, shape.OutWidth), x.element);
        moments = wantsMoments ? Tensor.Fresh(Shape.Of(2, shape.Batch * shape.Filters), x.element) : null;
        Tensor input = Copying.AsContiguous(x), filters = Copying.AsContiguous(weight);
        var offsets = bias is null ? null : Copying.AsContiguous(bias);
        if (x.element == ScalarType.Float32)
            Forward<float>(shape, input, before?.Line, filters, offsets, result, moments);
        else
            Forward<double>(shape, input, before?.Line, filters, offsets, result, moments);
        Copying.Done(input, x);
        Copying.Done(filters, weight);
        if (bias is not null) Copying.Done(offsets!, bias);
        if (x.Tracked || weight.Tracked || (bias is not null && bias.Tracked))
            result.MadeBy(new ConvolutionNode(shape, x, before, weight, bias));
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        return result;
    }

    private static void Forward<T>(
        in ConvolutionShape shape, Tensor x, Tensor? line, Tensor filters, Tensor? bias, Tensor result, Tensor? moments)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* w = (T*)filters.pointer, b = bias is null ? null : (T*)bias.pointer, y = (T*)result.pointer;
        var images = Images<T>(shape, x, line);
        if (moments is null)
            Convolution.Forward(shape, images, w, b, y, default(NoPlanes));
        else
            Convolution.Forward(shape, images, w, b, y,
                BatchNormalization.Moments(y, shape.Batch, shape.Filters, shape.Pixels, (T*)moments.pointer));
    }

    private static Images<T> Images<T>(in ConvolutionShape shape, Tensor x, Tensor? line)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (line is null) return new((T*)x.pointer);
        var factor = (T*)line.pointer;
        return new((T*)x.pointer, factor, factor + shape.Channels);
    }

    private static ConvolutionShape Measure(in ConvolutionGeometry geometry, Tensor x, Tensor weight, Tensor? bias)
    {
        var (name, dimensions, stride, padding, dilation, groups) = geometry;
        Shape sx = x.layout, sw = weight.layout;
        if (sw.Rank != dimensions + 2 || (sx.Rank != dimensions + 1 && sx.Rank != dimensions + 2))
            throw new TorchException(
                $"{name}() needs an input of {dimensions + 1} or {dimensions + 2} dimensions and weights of {dimensions + 2}; "
                + $"the shapes are {sx} and {sw}.");
        if (x.element != weight.element || (bias is not null && bias.element != x.element))
            throw new TorchException(
                $"{name}() needs input, weights and bias of one type, not {x.element}, "
                + $"{weight.element}{(bias is null ? "" : $" and {bias.element}")}.");
        if (!Dtype.IsFloating(x.element)) throw Unsupported.Feature($"{name}() of {x.element}");
        stride.RequireAtLeast(1, name, "stride");
        padding.RequireAtLeast(0, name, "padding");
        dilation.RequireAtLeast(1, name, "dilation");
        var channels = sx.Sizes[sx.Rank - dimensions - 1];
        var filters = sw.Sizes[0];
        if (groups < 1 || filters % groups != 0 || sw.Sizes[1] * groups != channels)
            throw new TorchException(
                $"{name}() with weights of shape {sw} and {groups} groups expects {sw.Sizes[1] * groups} channels, "
                + $"but the input of shape {sx} has {channels}.");
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
        private readonly BatchNormNode? before;
        private SavedTensor x, line, weight;

        public ConvolutionNode(in ConvolutionShape shape, Tensor x, DeferredBatchNorm? before, Tensor weight, Tensor? bias)
        {
            Connect(x, weight, bias);
            this.shape = shape;
            this.before = before?.Node;
            if (Needs(1))
            {
                this.x = new SavedTensor(x);
                line = new SavedTensor(before?.Line);
            }
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
            line.Release();
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
                T* dy = (T*)gradient.pointer, dx = (T*)back.pointer;
                if (before is null)
                    Convolution.BackwardInput(shape, dy, (T*)filters.pointer, dx, default(NoPlanes));
                else
                    Convolution.BackwardInput(shape, dy, (T*)filters.pointer, dx, before.Products<T>(back));
                Copying.Done(filters, w);
                Give(0, back);
            }
            if (Needs(1) || Needs(2))
            {
                var input = Needs(1) ? Copying.AsContiguous(x.Value) : null;
                var dw = Needs(1) ? Tensor.Fresh(w.layout.AsContiguous(), g.element) : null;
                var db = Needs(2) ? Tensor.Fresh(Shape.Of(shape.Filters), g.element) : null;
                var images = input is null ? default : Images<T>(shape, input, line.Exists ? line.Value : null);
                Convolution.BackwardWeight(
                    shape, images, (T*)gradient.pointer, dw is null ? null : (T*)dw.pointer, db is null ? null : (T*)db.pointer);
                if (input is not null) Copying.Done(input, x.Value);
                if (dw is not null) Give(1, dw);
                if (db is not null) Give(2, db);
            }
            Copying.Done(gradient, g);
        }

        private Shape InputSizes(Shape result, int dimensions) =>
            Sizes(result, dimensions, shape.Channels, shape.Height, shape.Width);
    }
}
