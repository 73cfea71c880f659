using static TorchSharp.torch;

namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    public static float ToSingle(this Tensor value) => (float)value.Only(nameof(ToSingle)).ToDouble();
    public static double ToDouble(this Tensor value) => value.Only(nameof(ToDouble)).ToDouble();
    public static sbyte ToSByte(this Tensor value) => (sbyte)value.Only(nameof(ToSByte)).ToInt64();
    public static byte ToByte(this Tensor value) => (byte)value.Only(nameof(ToByte)).ToInt64();
    public static short ToInt16(this Tensor value) => (short)value.Only(nameof(ToInt16)).ToInt64();
    public static int ToInt32(this Tensor value) => (int)value.Only(nameof(ToInt32)).ToInt64();
    public static long ToInt64(this Tensor value) => value.Only(nameof(ToInt64)).ToInt64();
    public static bool ToBoolean(this Tensor value) => !value.Only(nameof(ToBoolean)).IsZero;
    public static int ElementSize(this ScalarType type) => Dtype.SizeOf(type);
    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (product, length) => product * length);
    public static ReadOnlySpan<int> IntShape(this Tensor tensor) => Array.ConvertAll(tensor.shape, length => (int)length);

    public static Tensor ToTensor<T>(this T scalar, Device? device = null, bool requires_grad = false) where T : unmanaged =>
        Factory.FromSpan<T>([scalar], [], null, device, requires_grad);

    public static Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false,
        bool requires_grad = false) where T : unmanaged =>
        Factory.FromArray(rawArray, dimensions, null, requires_grad);
}
