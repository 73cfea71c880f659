using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The fused step that Adam and AdamW share, for either element type.</summary>
internal static unsafe class AdamSteps
{
    /// <summary>mul_ and add_ of the mean, mul_ and addcmul_ of the square, sqrt, div, add_ of epsilon, addcdiv_; and what options add.</summary>
    public static int Kernels(Tensor? largest, double decay, bool maximize) =>
        8 + (largest is null ? 0 : 1) + (decay == 0 ? 0 : 1) + (maximize ? 1 : 0);

    public static void Step(
        Tensor rows, Tensor gradient, Tensor mean, Tensor square, Tensor? largest, long step,
        double rate, double beta1, double beta2, double eps, double decay, bool decoupled, bool maximize)
    {
        var count = (nint)rows.layout.Count;
        var most = largest is null ? null : largest.pointer;
        if (rows.element == ScalarType.Float32)
            OptimizerSteps.Adam((float*)rows.pointer, (float*)gradient.pointer, (float*)mean.pointer, (float*)square.pointer,
                (float*)most, count, step,
                rate, beta1, beta2, eps, decay, decoupled, maximize);
        else
            OptimizerSteps.Adam((double*)rows.pointer, (double*)gradient.pointer, (double*)mean.pointer, (double*)square.pointer,
                (double*)most, count, step,
                rate, beta1, beta2, eps, decay, decoupled, maximize);
        GC.KeepAlive(gradient);
        GC.KeepAlive(mean);
        GC.KeepAlive(square);
        GC.KeepAlive(largest);
    }
}
