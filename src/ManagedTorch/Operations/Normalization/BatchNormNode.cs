using System.Numerics;
using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The way back through a normalization, and through a ReLU behind it.</summary>
internal sealed unsafe class BatchNormNode : Node
{
    private readonly bool training, relu;
    private SavedTensor x, weight, mean, scale, line;

    private Tensor? products;

    /// <summary>A ReLU counts as if it were apart.</summary>
    public override int Launches => base.Launches + (relu ? 1 : 0);

    public BatchNormNode(in BatchNormInputs inputs, in BatchNormCoefficients coefficients, bool relu)
    {
        Connect(inputs.X, inputs.Weight, inputs.Bias);
        training = inputs.Training;
        this.relu = relu;
        x = new SavedTensor(inputs.X);
        weight = new SavedTensor(inputs.Weight);
        mean = new SavedTensor(coefficients.Mean);
        scale = new SavedTensor(coefficients.Scale);
        line = new SavedTensor(coefficients.Line);
    }

    /// <summary>
    /// Work that computes what the gradient needs of each plane of <paramref name="g"/>, for whoever is about to send g here and
    /// has its planes in the cache.
    /// </summary>
    public BatchNormalization.ProductsWork<T> Products<T>(Tensor g) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sizes = new BatchSizes(g.layout);
        products?.Free();
        products = Tensor.Fresh(Shape.Of(2, sizes.Batch * sizes.Channels), g.element);
        var factor = (T*)line.Value.pointer;
        return BatchNormalization.Products(
            (T*)g.pointer, (T*)x.Value.pointer, sizes.Batch, sizes.Channels, sizes.Pixels, (T*)mean.Value.pointer, relu, factor,
            factor + sizes.Channels, (T*)products.pointer);
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
        var factors = BatchNorms.Flat(w);
        // A gradient that nobody else holds is written over.
        var dx = !Needs(0) ? null : g.storage.Exclusive && g.layout.Contiguous ? g.Share()
            : Tensor.Fresh(saved.layout.AsContiguous(), g.element);
        var dw = Needs(1) ? Tensor.Fresh(Shape.Of(sizes.Channels), g.element) : null;
        var db = Needs(2) ? Tensor.Fresh(Shape.Of(sizes.Channels), g.element) : null;
        var factor = (T*)line.Value.pointer;
        BatchNormalization.Backward(
            (T*)gradient.pointer, (T*)input.pointer, sizes.Batch, sizes.Channels, sizes.Pixels, (T*)mean.Value.pointer,
            (T*)scale.Value.pointer,
            BatchNorms.Pointer<T>(factors), training, relu, factor, factor + sizes.Channels,
            BatchNorms.Pointer<T>(products), BatchNorms.Pointer<T>(dx), BatchNorms.Pointer<T>(dw), BatchNorms.Pointer<T>(db));
        products?.Free();
        products = null;
        BatchNorms.Done(factors, w);
        Copying.Done(input, saved);
        Copying.Done(gradient, g);
        if (dx is not null) Give(0, dx);
        if (dw is not null) Give(1, dw);
        if (db is not null) Give(2, db);
    }
}
