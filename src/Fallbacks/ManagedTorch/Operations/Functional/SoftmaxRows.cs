using System.Numerics;
using TorchSharp.Kernels;

namespace TorchSharp;

/// <summary>softmax and log_softmax of one contiguous row of float32, in vectors.</summary>
internal static unsafe class SoftmaxRows
{
    public static void Forward(float* x, float* y, nint count, bool logarithm)
    {
        var largest = Largest(x, count);
        var lanes = Vector<float>.Count;
        var shift = new Vector<float>(largest);
        var sums = Vector<float>.Zero;
        nint i = 0;
        for (; i <= count - lanes; i += lanes)
        {
            var shifted = Vector.Load(x + i) - shift;
            var power = VectorMath.Exp(shifted);
            sums += power;
            (logarithm ? shifted : power).Store(y + i);
        }
        var sum = i == 0 ? 0 : Vector.Sum(sums);
        if (i < count)
        {
            var rest = count - i;
            var shifted = Simd.LoadPart(x + i, rest) - shift;
            var power = VectorMath.Exp(shifted);
            for (var k = 0; k < rest; k++) sum += power[k];
            Simd.StorePart(logarithm ? shifted : power, y + i, rest);
        }
        if (logarithm)
        {
            var log = MathF.Log(sum);
            for (i = 0; i < count; i++) y[i] -= log;
        }
        else
        {
            var scale = 1 / sum;
            for (i = 0; i < count; i++) y[i] *= scale;
        }
    }

    public static void Backward(float* g, float* y, float* back, nint count, bool logarithm)
    {
        float sum = 0;
        for (nint i = 0; i < count; i++) sum += logarithm ? g[i] : g[i] * y[i];
        if (!logarithm)
        {
            for (nint i = 0; i < count; i++) back[i] = (g[i] - sum) * y[i];
            return;
        }
        var total = new Vector<float>(sum);
        var lanes = Vector<float>.Count;
        nint j = 0;
        for (; j <= count - lanes; j += lanes) (Vector.Load(g + j) - VectorMath.Exp(Vector.Load(y + j)) * total).Store(back + j);
        if (j < count) Simd.StorePart(Simd.LoadPart(g + j, count - j) - VectorMath.Exp(Simd.LoadPart(y + j, count - j)) * total, back + j, count - j);
    }

    private static float Largest(float* x, nint count)
    {
        var largest = x[0];
        for (nint i = 1; i < count; i++) largest = x[i] > largest || float.IsNaN(x[i]) ? x[i] : largest;
        return largest;
    }
}
