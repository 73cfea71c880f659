using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>New tensors of random numbers.</summary>
internal static class RandomFactory
{
    public static Tensor Uniform(Shape shape, ScalarType? dtype, Device? device, bool requiresGrad, Generator? generator)
    {
        var tensor = Factory.Empty(shape, dtype, device, false);
        Sampling.Uniform(tensor, 0, 1, generator);
        return Finish(tensor, requiresGrad);
    }

    public static Tensor Normal(Shape shape, ScalarType? dtype, Device? device, bool requiresGrad, Generator? generator)
    {
        var tensor = Factory.Empty(shape, dtype, device, false);
        Sampling.Normal(tensor, 0, 1, generator);
        return Finish(tensor, requiresGrad);
    }

    public static Tensor Integers(long low, long high, Shape shape, ScalarType? dtype, Device? device, bool requiresGrad,
        Generator? generator)
    {
        var tensor = Factory.Empty(shape, dtype ?? ScalarType.Int64, device, false);
        Sampling.Integers(tensor, low, high, generator);
        return Finish(tensor, requiresGrad);
    }

    /// <summary>The only element; the tensor is disposed.</summary>
    public static double One(Tensor tensor)
    {
        var value = tensor.ToDouble();
        tensor.Dispose();
        return value;
    }

    private static Tensor Finish(Tensor tensor, bool requiresGrad)
    {
        if (requiresGrad) tensor.requires_grad = true;
        return tensor;
    }
}
