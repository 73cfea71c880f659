using System.Numerics;

namespace TorchSharp;

/// <summary>
/// An elementwise function of two arguments of one type, as a type of its own so that the JIT builds its loop around it.
/// Derivatives are given at the arguments and the result; those of operations without gradients are never asked for.
/// </summary>
internal interface IBinaryOp
{
    static abstract T Apply<T>(T a, T b) where T : unmanaged, INumber<T>;

    /// <summary>True where <see cref="Apply{T}(Vector{T}, Vector{T})"/> computes the same on vectors of this type.</summary>
    static virtual bool Vectorises<T>() => false;

    static virtual Vector<T> Apply<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> =>
        throw new InvalidOperationException();

    /// <summary>True where the result of integers is a floating point number.</summary>
    static virtual bool TrueDivision => false;

    /// <summary>True where the derivatives depend on the arguments, which then have to be kept.</summary>
    static virtual bool KeepsArguments => true;

    static virtual bool Differentiable => true;

    /// <summary>What a gradient g of the result is for the first argument.</summary>
    static virtual T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> => throw new InvalidOperationException();

    static virtual T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> => throw new InvalidOperationException();
}
