namespace TorchSharp;

public static partial class torch
{
    /// <summary>The element types; the numbers are PyTorch's own and appear in saved files.</summary>
    public enum ScalarType : sbyte
    {
        Byte = 0,
        Int8 = 1,
        Int16 = 2,
        Int32 = 3,
        Int64 = 4,
        Float16 = 5,
        Float32 = 6,
        Float64 = 7,
        Bool = 11,
        QInt8 = 12,
        QUInt8 = 13,
        QInt32 = 14,
        BFloat16 = 15,
    }

    public static ScalarType uint8 = ScalarType.Byte;
    public static ScalarType int8 = ScalarType.Int8;
    public static ScalarType int16 = ScalarType.Int16;
    public static ScalarType @short = ScalarType.Int16;
    public static ScalarType int32 = ScalarType.Int32;
    public static ScalarType @int = ScalarType.Int32;
    public static ScalarType int64 = ScalarType.Int64;
    public static ScalarType @long = ScalarType.Int64;
    public static ScalarType float16 = ScalarType.Float16;
    public static ScalarType half = ScalarType.Float16;
    public static ScalarType bfloat16 = ScalarType.BFloat16;
    public static ScalarType float32 = ScalarType.Float32;
    public static ScalarType @float = ScalarType.Float32;
    public static ScalarType float64 = ScalarType.Float64;
    public static ScalarType @double = ScalarType.Float64;
    public static ScalarType @bool = ScalarType.Bool;

    private static ScalarType defaultType = ScalarType.Float32;

    public static ScalarType get_default_dtype() => defaultType;

    public static void set_default_dtype(ScalarType dtype)
    {
        if (!is_floating_point(dtype))
            throw new ArgumentException($"The default type must be a floating point type, not {dtype}.", nameof(dtype));
        Dtype.SizeOf(dtype);
        defaultType = dtype;
    }

    public static bool is_floating_point(ScalarType type) => Dtype.IsFloating(type);
    public static bool is_integral(ScalarType type) => Dtype.IsIntegral(type);
    public static bool is_complex(ScalarType type) => false;
    public static bool is_floating_point(Tensor input) => input.is_floating_point();
    public static bool is_integral(Tensor t) => t.is_integral();
    public static bool is_complex(Tensor input) => false;

    public static ScalarType promote_types(ScalarType type1, ScalarType type2) => Dtype.Promote(type1, type2);

    public static ScalarType result_type(Tensor tensor1, Tensor tensor2) => Dtype.ResultOf(tensor1, tensor2);

    public static bool can_cast(ScalarType from, ScalarType to) =>
        !(Dtype.IsFloating(from) && !Dtype.IsFloating(to)) && !(from != ScalarType.Bool && to == ScalarType.Bool);

    public static long max_int_value(ScalarType type) => type switch
    {
        ScalarType.Byte => byte.MaxValue,
        ScalarType.Int8 => sbyte.MaxValue,
        ScalarType.Int16 => short.MaxValue,
        ScalarType.Int32 => int.MaxValue,
        ScalarType.Int64 => long.MaxValue,
        ScalarType.Bool => 1,
        ScalarType.Float32 => 1 << 24,
        ScalarType.Float64 => 1L << 53,
        _ => throw Unsupported.Dtype(type),
    };
}
