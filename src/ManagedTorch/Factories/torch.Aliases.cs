namespace TorchSharp;

/// <summary>as_tensor, from_array and frombuffer share the array's memory where no conversion is needed.</summary>
public static partial class torch
{
    public static Tensor as_tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        Factory.Over(rawArray, dtype, device, false);
    public static Tensor as_tensor(IList<float> rawArray, ScalarType? dtype = null, Device? device = null) =>
        rawArray is float[] array
            ? Factory.Over(array, dtype, device, false)
            : Factory.FromList(rawArray, [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        Factory.Over(rawArray, dtype, device, false);
    public static Tensor as_tensor(IList<double> rawArray, ScalarType? dtype = null, Device? device = null) =>
        rawArray is double[] array
            ? Factory.Over(array, dtype, device, false)
            : Factory.FromList(rawArray, [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor(long[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        Factory.Over(rawArray, dtype, device, false);
    public static Tensor as_tensor(IList<long> rawArray, ScalarType? dtype = null, Device? device = null) =>
        rawArray is long[] array
            ? Factory.Over(array, dtype, device, false)
            : Factory.FromList(rawArray, [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        Factory.Over(rawArray, dtype, device, false);
    public static Tensor as_tensor(IList<int> rawArray, ScalarType? dtype = null, Device? device = null) =>
        rawArray is int[] array
            ? Factory.Over(array, dtype, device, false)
            : Factory.FromList(rawArray, [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor(short[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        Factory.Over(rawArray, dtype, device, false);
    public static Tensor as_tensor(IList<short> rawArray, ScalarType? dtype = null, Device? device = null) =>
        rawArray is short[] array
            ? Factory.Over(array, dtype, device, false)
            : Factory.FromList(rawArray, [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor(sbyte[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        Factory.Over(rawArray, dtype, device, false);
    public static Tensor as_tensor(IList<sbyte> rawArray, ScalarType? dtype = null, Device? device = null) =>
        rawArray is sbyte[] array
            ? Factory.Over(array, dtype, device, false)
            : Factory.FromList(rawArray, [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor(byte[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        Factory.Over(rawArray, dtype, device, false);
    public static Tensor as_tensor(IList<byte> rawArray, ScalarType? dtype = null, Device? device = null) =>
        rawArray is byte[] array
            ? Factory.Over(array, dtype, device, false)
            : Factory.FromList(rawArray, [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor(bool[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        Factory.Over(rawArray, dtype, device, false);
    public static Tensor as_tensor(IList<bool> rawArray, ScalarType? dtype = null, Device? device = null) =>
        rawArray is bool[] array
            ? Factory.Over(array, dtype, device, false)
            : Factory.FromList(rawArray, [rawArray.Count], dtype, device, false);
    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) =>
        Factory.Over(data, dtype, device, false);

    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) =>
        data.to(dtype ?? data.dtype, device ?? data.device);

    public static Tensor from_array(Array rawArray, Device? device = null) => Factory.Over(rawArray, null, device, false);

    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Factory.Over(rawArray, dtype, device, requires_grad);

    /// <summary>The array's memory as elements of any type; the offset counts the array's own elements.</summary>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        var bytes = Buffer.ByteLength(rawArray);
        if (offset < 0 || offset >= rawArray.LongLength) throw new ArgumentException($"invalid value for 'offset': {offset}");
        var start = offset * (bytes / rawArray.Length);
        if (count < 0) count = (bytes - start) / Dtype.SizeOf(dtype);
        if (count * Dtype.SizeOf(dtype) + start > bytes) throw new IndexOutOfRangeException($"element count is too large: {count}");
        var tensor = Factory.Over(rawArray, [count], dtype, start);
        if (requires_grad) tensor.requires_grad = true;
        return tensor;
    }
}
