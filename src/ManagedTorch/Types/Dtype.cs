using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Work to be done for an element type that is known only at run time; the JIT compiles one copy a type.</summary>
internal interface ITypedAction
{
    void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>;
}

/// <summary>The same for floating point types only.</summary>
internal interface IFloatingAction
{
    void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>;
}

/// <summary>Sizes, categories, promotion and dispatch of element types. Bool is stored as one byte, 0 or 1.</summary>
internal static class Dtype
{
    public static int SizeOf(ScalarType type) => type switch
    {
        ScalarType.Float32 or ScalarType.Int32 => 4,
        ScalarType.Float64 or ScalarType.Int64 => 8,
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
        ScalarType.Int16 => 2,
        _ => throw Unsupported.Dtype(type),
    };

    public static bool IsFloating(ScalarType type) =>
        type is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16;

    public static bool IsIntegral(ScalarType type) =>
        type is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64;

    /// <summary>0 bool, 1 integers, 2 floating point: a higher category decides the result of a mixed operation.</summary>
    public static int Category(ScalarType type) => type == ScalarType.Bool ? 0 : IsFloating(type) ? 2 : 1;

    public static ScalarType Promote(ScalarType a, ScalarType b)
    {
        if (a == b) return a;
        int ca = Category(a), cb = Category(b);
        if (ca != cb) return ca > cb ? a : b;
        if (ca == 2) return ScalarType.Float64;
        // uint8 fits into no int8; every other pair of integers fits into the wider one.
        if ((a == ScalarType.Byte && b == ScalarType.Int8) || (a == ScalarType.Int8 && b == ScalarType.Byte))
            return ScalarType.Int16;
        return SizeOf(a) > SizeOf(b) ? a : SizeOf(b) > SizeOf(a) ? b : a == ScalarType.Byte ? b : a;
    }

    /// <summary>The result type of two tensors: one without dimensions decides only where its category is higher.</summary>
    public static ScalarType ResultOf(Tensor a, Tensor b)
    {
        ScalarType ta = a.element, tb = b.element;
        if (ta == tb) return ta;
        var scalarA = a.layout.Rank == 0;
        var scalarB = b.layout.Rank == 0;
        if (scalarA == scalarB) return Promote(ta, tb);
        return scalarA ? WithScalar(tb, ta) : WithScalar(ta, tb);
    }

    /// <summary>The result type of a tensor and a tensor without dimensions.</summary>
    private static ScalarType WithScalar(ScalarType tensor, ScalarType scalar) =>
        Category(scalar) > Category(tensor) ? scalar : tensor;

    /// <summary>The result type of a tensor and a number: a number of a higher category gives that category's default type.</summary>
    public static ScalarType ResultOf(ScalarType tensor, in Number number)
    {
        var category = number.Category;
        if (category <= Category(tensor)) return tensor;
        return category == 2 ? get_default_dtype() : ScalarType.Int64;
    }

    public static void Dispatch<TAction>(ScalarType type, ref TAction action) where TAction : struct, ITypedAction
    {
        switch (type)
        {
            case ScalarType.Float32: action.Invoke<float>(); break;
            case ScalarType.Float64: action.Invoke<double>(); break;
            case ScalarType.Int64: action.Invoke<long>(); break;
            case ScalarType.Int32: action.Invoke<int>(); break;
            case ScalarType.Byte or ScalarType.Bool: action.Invoke<byte>(); break;
            case ScalarType.Int16: action.Invoke<short>(); break;
            case ScalarType.Int8: action.Invoke<sbyte>(); break;
            default: throw Unsupported.Dtype(type);
        }
    }

    public static void DispatchFloating<TAction>(ScalarType type, ref TAction action) where TAction : struct, IFloatingAction
    {
        switch (type)
        {
            case ScalarType.Float32: action.Invoke<float>(); break;
            case ScalarType.Float64: action.Invoke<double>(); break;
            default: throw Unsupported.Dtype(type);
        }
    }

    /// <summary>The element type that stands for a .NET type.</summary>
    public static ScalarType Of<T>() => Of(typeof(T));

    public static ScalarType Of(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Single => ScalarType.Float32,
        TypeCode.Double => ScalarType.Float64,
        TypeCode.Int64 => ScalarType.Int64,
        TypeCode.Int32 => ScalarType.Int32,
        TypeCode.Int16 => ScalarType.Int16,
        TypeCode.SByte => ScalarType.Int8,
        TypeCode.Byte => ScalarType.Byte,
        TypeCode.Boolean => ScalarType.Bool,
        _ => throw Unsupported.Feature($"a tensor of {type.Name}"),
    };
}
