using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>What all ways of making a tensor come down to.</summary>
internal static unsafe class Factory
{
    public static Tensor Empty(Shape shape, ScalarType? dtype, Device? device, bool requiresGrad)
    {
        Devices.Use(device);
        var tensor = Tensor.Result(shape, dtype ?? get_default_dtype());
        if (requiresGrad) tensor.requires_grad = true;
        return tensor;
    }

    public static Tensor Full(Shape shape, in Number value, ScalarType? dtype, Device? device, bool requiresGrad)
    {
        var inferred = dtype ?? (value.Category switch { 0 => ScalarType.Bool, 1 => ScalarType.Int64, _ => get_default_dtype() });
        var tensor = Empty(shape, inferred, device, requiresGrad);
        Launch.Of("full", tensor);
        Copying.Fill(tensor, value);
        return tensor;
    }

    public static Tensor Zeros(Shape shape, ScalarType? dtype, Device? device, bool requiresGrad)
    {
        var tensor = Empty(shape, dtype, device, requiresGrad);
        Launch.Of("zeros", tensor);
        Copying.Fill(tensor, 0);
        return tensor;
    }

    public static Tensor Ones(Shape shape, ScalarType? dtype, Device? device, bool requiresGrad)
    {
        var tensor = Empty(shape, dtype, device, requiresGrad);
        Launch.Of("ones", tensor);
        Copying.Fill(tensor, 1);
        return tensor;
    }

    public static Tensor One<T>(T value, ScalarType? dtype, Device? device, bool requiresGrad) where T : unmanaged
    {
        Devices.UseCpu();
        var tensor = Tensor.Result(Shape.Scalar, Dtype.Of<T>());
        *(T*)tensor.pointer = value;
        return Finish(tensor, dtype, device, requiresGrad);
    }

    /// <summary>Copies the elements.</summary>
    public static Tensor FromSpan<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> sizes, ScalarType? dtype, Device? device,
        bool requiresGrad) where T : unmanaged
    {
        Devices.UseCpu();
        var shape = Shape.Of(sizes);
        if (shape.Count != values.Length)
            throw new ArgumentException(
                $"mismatched total size creating a tensor from an array: {values.Length} elements do not fill the shape {shape}.");
        var tensor = Tensor.Result(shape, Dtype.Of<T>());
        values.CopyTo(new Span<T>(tensor.pointer, values.Length));
        return Finish(tensor, dtype, device, requiresGrad);
    }

    public static Tensor FromArray<T>(T[] values, ReadOnlySpan<long> sizes, ScalarType? dtype,
        bool requiresGrad) where T : unmanaged =>
        FromSpan<T>(values, sizes, dtype, null, requiresGrad);

    public static Tensor FromList<T>(IList<T> values, ReadOnlySpan<long> sizes, ScalarType? dtype, Device? device,
        bool requiresGrad) where T : unmanaged =>
        FromSpan<T>(values as T[] ?? [.. values], sizes, dtype, device, requiresGrad);

    /// <summary>Copies an array of any rank.</summary>
    public static Tensor FromArray<T>(Array values, ScalarType? dtype, Device? device, bool requiresGrad) where T : unmanaged
    {
        var sizes = new long[values.Rank];
        for (var d = 0; d < sizes.Length; d++) sizes[d] = values.GetLongLength(d);
        fixed (byte* source = &MemoryMarshal.GetArrayDataReference(values))
        {
            return FromSpan(new ReadOnlySpan<T>(source, values.Length), sizes, dtype, device, requiresGrad);
        }
    }

    /// <summary>A tensor over the array's own memory: a write to one is seen in the other.</summary>
    public static Tensor Over(Array values, ReadOnlySpan<long> sizes, ScalarType type, long offsetBytes = 0)
    {
        var pin = new PinnedArray(values);
        var shape = Shape.Of(sizes);
        var storage = Storage.Over(pin.Data, Buffer.ByteLength(values), pin);
        var tensor = new Tensor(storage, pin.Data + offsetBytes, shape, type);
        return tensor.Register();
    }

    /// <summary>Over the array's memory where type and device are the array's own, else a converted copy.</summary>
    public static Tensor Over(Array values, ScalarType? dtype, Device? device, bool requiresGrad)
    {
        Devices.UseCpu();
        var sizes = new long[values.Rank];
        for (var d = 0; d < sizes.Length; d++) sizes[d] = values.GetLongLength(d);
        return Finish(Over(values, sizes, Dtype.Of(values.GetType().GetElementType()!)), dtype, device, requiresGrad);
    }

    /// <summary>What the host wrote, as what was asked for: of that type and on that device.</summary>
    private static Tensor Finish(Tensor tensor, ScalarType? dtype, Device? device, bool requiresGrad)
    {
        if (dtype is { } wanted && wanted != tensor.element)
        {
            var converted = Conversion.To(tensor, wanted);
            tensor.Dispose();
            tensor = converted;
        }
        if (Devices.IsCuda(device)) tensor = tensor.to(Devices.Cuda, disposeAfter: true);
        if (requiresGrad) tensor.requires_grad = true;
        return tensor;
    }

    /// <summary>Keeps an array where it is for as long as a storage uses it.</summary>
    private sealed class PinnedArray
    {
        private GCHandle handle;
        public readonly byte* Data;

        public PinnedArray(Array values)
        {
            handle = GCHandle.Alloc(values, GCHandleType.Pinned);
            Data = (byte*)handle.AddrOfPinnedObject();
        }

        ~PinnedArray() => handle.Free();
    }
}
