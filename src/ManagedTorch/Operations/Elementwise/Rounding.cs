using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Division with a choice of rounding.</summary>
internal static class Rounding
{
    public static Tensor Divide(Tensor a, Tensor b, RoundingMode mode) => mode switch
    {
        RoundingMode.trunc => Binary.Apply<TruncatedDivide>(a, b),
        RoundingMode.floor => Binary.Apply<FloorDivide>(a, b),
        _ => Binary.Apply<Divide>(a, b),
    };

    public static Tensor Divide(Tensor a, in Number b, RoundingMode mode) => mode switch
    {
        RoundingMode.trunc => Binary.Apply<TruncatedDivide>(a, b),
        RoundingMode.floor => Binary.Apply<FloorDivide>(a, b),
        _ => Binary.Apply<Divide>(a, b),
    };

    public static Tensor DivideInPlace(Tensor a, Tensor b, RoundingMode mode) => mode switch
    {
        RoundingMode.trunc => Binary.ApplyInPlace<TruncatedDivide>(a, b),
        RoundingMode.floor => Binary.ApplyInPlace<FloorDivide>(a, b),
        _ => Binary.ApplyInPlace<Divide>(a, b),
    };

    public static Tensor DivideInPlace(Tensor a, in Number b, RoundingMode mode) => mode switch
    {
        RoundingMode.trunc => Binary.ApplyInPlace<TruncatedDivide>(a, b),
        RoundingMode.floor => Binary.ApplyInPlace<FloorDivide>(a, b),
        _ => Binary.ApplyInPlace<Divide>(a, b),
    };
}

public static partial class torch
{
    public enum RoundingMode
    {
        None = 0,
        trunc = 1,
        floor = 2,
    }
}
