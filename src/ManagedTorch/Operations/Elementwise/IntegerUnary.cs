using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Elementwise operations that leave integers integers.</summary>
internal static unsafe class IntegerUnary
{
    private enum Kind { Negate, Absolute, Sign, Not }

    public static Tensor Negate(Tensor x) => x.element == ScalarType.Bool
        ? throw new TorchException("Negation is not defined for bool tensors; use logical_not().")
        : Run(x, Kind.Negate);
    public static Tensor Absolute(Tensor x) => Run(x, Kind.Absolute);
    public static Tensor Sign(Tensor x) => Run(x, Kind.Sign);
    public static Tensor Not(Tensor x) => RequireIntegers(x).element == ScalarType.Bool ? x.logical_not() : Run(x, Kind.Not);

    public static Tensor RequireIntegers(Tensor x) =>
        Dtype.IsFloating(x.Live().element)
            ? throw new TorchException($"Bitwise operations are defined for integers and bools, not for {x.element}.")
            : x;

    private static Tensor Run(Tensor x, Kind kind)
    {
        Launch.Of("integer_unary", x.Live());
        var result = Tensor.Result(x.layout.AsContiguous(), x.element);
        var action = new Action(result, x, kind);
        Dtype.Dispatch(x.element, ref action);
        return result;
    }

    private readonly struct Action(Tensor result, Tensor x, Kind kind) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var loop = new Loop<T> { Kind = kind };
            StridedLoops.Run(ref loop, result, x);
        }
    }

    private struct Loop<T> : IStridedLoop where T : unmanaged, INumber<T>
    {
        public Kind Kind;

        public readonly void Run(byte** data, nint* strides, nint count)
        {
            byte* r = data[0], x = data[1];
            for (nint i = 0; i < count; i++, r += strides[0], x += strides[1])
            {
                var value = *(T*)x;
                *(T*)r = Kind switch
                {
                    Kind.Negate => T.Zero - value,
                    Kind.Absolute => value < T.Zero ? T.Zero - value : value,
                    Kind.Sign => T.CreateTruncating(T.Sign(value)),
                    _ => T.CreateTruncating(~long.CreateTruncating(value)),
                };
            }
        }
    }
}
