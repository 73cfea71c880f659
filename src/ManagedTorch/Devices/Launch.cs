using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// How an operation begins: it says its name and its tensors, and is refused where they are on two devices. Memory that it takes
/// from then on lies where they do. Costs nothing without a <see cref="SimulatedDevice"/>.
/// </summary>
internal static class Launch
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(string operation, Tensor a)
    {
        if (SimulatedDevice.Enabled) SimulatedDevice.Launch(operation, 1, false, [a]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(string operation, Tensor a, Tensor? b, Tensor? c = null, int kernels = 1)
    {
        if (SimulatedDevice.Enabled) SimulatedDevice.Launch(operation, kernels, false, [a, b, c]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(string operation, ReadOnlySpan<Tensor> tensors)
    {
        if (SimulatedDevice.Enabled) SimulatedDevice.Launch(operation, 1, false, tensors);
    }

    /// <summary>Element by element; numbers in memory of the CPU may take part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Elementwise(string operation, Tensor a, Tensor b, Tensor? c = null)
    {
        if (SimulatedDevice.Enabled) SimulatedDevice.Launch(operation, 1, true, [a, b, c]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Elementwise<TOp>(Tensor a)
    {
        if (SimulatedDevice.Enabled) SimulatedDevice.Launch(Name<TOp>(), 1, false, [a]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Elementwise<TOp>(Tensor a, Tensor b, int kernels = 1)
    {
        if (SimulatedDevice.Enabled) SimulatedDevice.Launch(Name<TOp>(), kernels, true, [a, b]);
    }

    /// <summary>The result is written over the first argument, so that has to be where the result is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InPlace<TOp>(Tensor target, Tensor source)
    {
        if (SimulatedDevice.Enabled) SimulatedDevice.Launch(Name<TOp>(), 1, target.OnCuda, [target, source]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InPlace(string operation, Tensor target, Tensor a, Tensor b)
    {
        if (SimulatedDevice.Enabled) SimulatedDevice.Launch(operation, 1, target.OnCuda, [target, a, b]);
    }

    /// <summary>Only says where the memory for what follows lies.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void On(Tensor tensor)
    {
        if (SimulatedDevice.Enabled) SimulatedDevice.IsCurrent = tensor.OnCuda;
    }

    /// <summary>The backward pass of an operation whose result had the gradient that is given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward(Node node)
    {
        if (!SimulatedDevice.Enabled) return;
        SimulatedDevice.IsCurrent = node.OnCuda;
        if (node.OnCuda) SimulatedDevice.Launched(node.GetType().Name, node.Launches);
    }

    private static string Name<TOp>() => typeof(TOp).Name.ToLowerInvariant();
}
