using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Adding up gradients, in place wherever nobody else holds the buffer.</summary>
internal static class Accumulation
{
    /// <summary>The sum of two gradients; uses both up.</summary>
    public static Tensor Sum(Tensor a, Tensor b)
    {
        if (a.storage.Exclusive && a.layout.Contiguous) return Into(a, b);
        if (b.storage.Exclusive && b.layout.Contiguous) return Into(b, a);
        Launch.Of("accumulate", a, b);
        var sum = Binary.Compute<Add>(a, b);
        a.Free();
        b.Free();
        return sum;
    }

    /// <summary>Adds <paramref name="incoming"/> to <paramref name="target"/> and uses it up.</summary>
    public static Tensor Into(Tensor target, Tensor incoming)
    {
        Launch.Of("accumulate", target, incoming);
        NotRepeated(target);
        Binary.ComputeInto<Add>(target, target, incoming);
        incoming.Free();
        return target;
    }

    /// <summary>A contiguous tensor of one's own with the same values; uses <paramref name="gradient"/> up.</summary>
    public static Tensor Own(Tensor gradient)
    {
        if (gradient.storage.Exclusive && gradient.layout.Contiguous) return gradient;
        Launch.Of("clone", gradient);
        var copy = Copying.Contiguous(gradient);
        gradient.Free();
        return copy;
    }

    /// <summary>Adds a gradient to the grad of results that were told to retain theirs.</summary>
    public static void Retain(List<Tensor> tensors, int output, Tensor gradient)
    {
        foreach (var tensor in tensors)
        {
            if (tensor.output != output) continue;
            Launch.Of("retain_grad", gradient);
            if (tensor.gradient is { } existing) Binary.ComputeInto<Add>(existing, NotRepeated(existing), gradient);
            else tensor.gradient = Copying.Contiguous(gradient);
        }
    }

    /// <summary>Refuses a gradient that the user set to a broadcast one: each addition to it would be one to all elements.</summary>
    private static Tensor NotRepeated(Tensor gradient) => gradient.layout.Repeats
        ? throw new TorchException($"More than one element of a gradient of shape {gradient.layout} lies at one place; clone() it first.")
        : gradient;
}
