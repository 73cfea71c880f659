using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number that takes part in an operation on tensors and follows PyTorch's promotion rules for numbers.</summary>
public sealed class Scalar : IDisposable
{
    internal readonly Number Value;

    internal Scalar(in Number value) => Value = value;

    public ScalarType Type => Value.Type;

    public void Dispose() { }

    public static implicit operator Scalar(byte value) => new(new Number(value, ScalarType.Byte));
    public static implicit operator Scalar(sbyte value) => new(new Number(value, ScalarType.Int8));
    public static implicit operator Scalar(short value) => new(new Number(value, ScalarType.Int16));
    public static implicit operator Scalar(int value) => new(new Number(value, ScalarType.Int32));
    public static implicit operator Scalar(long value) => new(new Number(value));
    public static implicit operator Scalar(float value) => new(new Number(value, ScalarType.Float32));
    public static implicit operator Scalar(double value) => new(new Number(value));
    public static implicit operator Scalar(bool value) => new(new Number(value ? 1 : 0, ScalarType.Bool));
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this bool value) => value;
    public static float ToSingle(this Scalar value) => (float)value.Value.ToDouble();
    public static double ToDouble(this Scalar value) => value.Value.ToDouble();
    public static sbyte ToSByte(this Scalar value) => (sbyte)value.Value.ToInt64();
    public static byte ToByte(this Scalar value) => (byte)value.Value.ToInt64();
    public static short ToInt16(this Scalar value) => (short)value.Value.ToInt64();
    public static int ToInt32(this Scalar value) => (int)value.Value.ToInt64();
    public static long ToInt64(this Scalar value) => value.Value.ToInt64();
    public static bool ToBoolean(this Scalar value) => !value.Value.IsZero;
}
