using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>What is left of a line of elements, one step apart.</summary>
internal unsafe interface IFold
{
    static abstract T Fold<T>(T* line, long count) where T : unmanaged, INumber<T>, IMinMaxValue<T>;

    /// <summary>True where nothing can be said about no elements at all.</summary>
    static virtual bool NeedsElements => true;
}

/// <summary>The largest element; nan where there is one.</summary>
internal readonly unsafe struct LargestOf : IFold
{
    public static T Fold<T>(T* line, long count) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var best = line[0];
        for (long i = 1; i < count && !T.IsNaN(best); i++) if (line[i] > best || T.IsNaN(line[i])) best = line[i];
        return best;
    }
}

/// <summary>The smallest element; nan where there is one.</summary>
internal readonly unsafe struct SmallestOf : IFold
{
    public static T Fold<T>(T* line, long count) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var best = line[0];
        for (long i = 1; i < count && !T.IsNaN(best); i++) if (line[i] < best || T.IsNaN(line[i])) best = line[i];
        return best;
    }
}

internal readonly unsafe struct AnyOf : IFold
{
    public static bool NeedsElements => false;

    public static T Fold<T>(T* line, long count) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        for (long i = 0; i < count; i++) if (line[i] != T.Zero) return T.One;
        return T.Zero;
    }
}

internal readonly unsafe struct AllOf : IFold
{
    public static bool NeedsElements => false;

    public static T Fold<T>(T* line, long count) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        for (long i = 0; i < count; i++) if (line[i] == T.Zero) return T.Zero;
        return T.One;
    }
}

internal readonly unsafe struct ProductOf : IFold
{
    public static bool NeedsElements => false;

    public static T Fold<T>(T* line, long count) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var product = T.One;
        for (long i = 0; i < count; i++) product *= line[i];
        return product;
    }
}

/// <summary>Runs folds over dimensions.</summary>
internal static unsafe class Folds
{
    public static Tensor Apply<TFold>(Tensor x, in Dims dims, bool keepdim) where TFold : struct, IFold
    {
        Launch.Elementwise<TFold>(x.Live());
        var result = Tensor.Result(dims.Result(x.layout, keepdim), x.element);
        if (result.layout.Count == 0) return result;
        if (TFold.NeedsElements && dims.CountIn(x.layout) == 0)
            throw new TorchException(
                $"The reduction has no identity, and there is nothing to reduce in a tensor of shape {x.layout}.");
        var action = new Action<TFold>(result, x, dims);
        Dtype.Dispatch(x.element, ref action);
        return result;
    }

    private readonly struct Action<TFold>(Tensor result, Tensor x, Dims dims) : ITypedAction where TFold : struct, IFold
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var rows = dims.Rows(x);
            var count = dims.CountIn(x.layout);
            var source = (T*)rows.pointer;
            var target = (T*)result.pointer;
            for (long i = 0; i < result.layout.Count; i++, source += count) target[i] = TFold.Fold(source, count);
            Copying.Done(rows, x);
            GC.KeepAlive(x);
        }
    }
}
