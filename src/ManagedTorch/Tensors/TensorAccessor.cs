using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>The elements of a tensor, in row-major order whatever its strides, readable and writable one by one.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly Tensor tensor;

    internal TensorAccessor(Tensor tensor) => this.tensor = tensor;

    public long Count => tensor.NumberOfElements;
    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get
        {
            var value = *At(indices);
            GC.KeepAlive(tensor);
            return value;
        }
        set
        {
            *At(indices) = value;
            tensor.NoteWrite();
        }
    }

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    public Array ToNDArray()
    {
        var sizes = tensor.shape;
        if (sizes.Length == 0) return ToArray();
        var result = Array.CreateInstance(typeof(T), sizes);
        fixed (byte* target = &System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(result))
        {
            CopyTo(new Span<T>(target, checked((int)Count)));
        }
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        var source = (T*)tensor.pointer;
        if (tensor.is_contiguous()) new Span<T>(source + tensorIndex, count).CopyTo(array[arrayIndex..]);
        else for (var i = 0; i < count; i++) array[arrayIndex + i] = source[tensor.OffsetOf(tensorIndex + i)];
        GC.KeepAlive(tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        var target = (T*)tensor.pointer;
        for (var i = 0; i < count; i++) target[tensor.OffsetOf(tensorIndex + i)] = array[arrayIndex + i];
        tensor.NoteWrite();
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return Read(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() { }

    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && other == this;
    public override int GetHashCode() => tensor.GetHashCode();

    public static bool operator ==(TensorAccessor<T>? left, TensorAccessor<T>? right) =>
        left is null || right is null ? left is null && right is null : left.SequenceEqual(right);

    public static bool operator !=(TensorAccessor<T>? left, TensorAccessor<T>? right) => !(left == right);

    private T Read(long i) => tensor.ReadCpuValue<T>(i);

    private T* At(long[] indices)
    {
        var layout = tensor.Live().layout;
        if (indices.Length == 1 && layout.Rank != 1)
        {
            // One index into several dimensions counts elements.
            if (indices[0] < 0 || indices[0] >= layout.Count)
                throw new IndexOutOfRangeException($"Element {indices[0]} was asked of a tensor of shape {layout}.");
            return (T*)tensor.pointer + tensor.OffsetOf(indices[0]);
        }
        if (indices.Length != layout.Rank)
            throw new ArgumentException($"{indices.Length} indices were given for a tensor of shape {layout}.");
        long offset = 0;
        for (var d = 0; d < indices.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= layout.Sizes[d])
                throw new IndexOutOfRangeException(
                    $"Index {indices[d]} is out of bounds for dimension {d} of a tensor of shape {layout}.");
            offset += indices[d] * layout.Strides[d];
        }
        return (T*)tensor.pointer + offset;
    }
}
