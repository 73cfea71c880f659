using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    /// <summary>Takes the data over as a module's parameter; the tensor itself becomes empty.</summary>
    public static Modules.Parameter AsParameter(this Tensor tensor) => new(tensor);

    /// <summary>
    /// Writes element type, shape and data: two LEB128 numbers, a LEB128 number a dimension, little-endian rows.
    /// </summary>
    public static unsafe void Save(this Tensor tensor, BinaryWriter writer)
    {
        writer.Encode((int)tensor.dtype);
        writer.Encode(tensor.layout.Rank);
        foreach (var length in tensor.layout.Sizes) writer.Encode(length);
        if (tensor.OnCuda) SimulatedDevice.Transferred(tensor, toDevice: false);
        var rows = tensor.layout.Contiguous ? tensor : Copying.Contiguous(tensor);
        foreach (var (start, length) in Chunks(rows)) writer.Write(new ReadOnlySpan<byte>(rows.pointer + start, length));
        GC.KeepAlive(rows);
        if (!ReferenceEquals(rows, tensor)) rows.Free();
    }

    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    public static void Save(this Tensor tensor, string location) => tensor.Save(File.Create(location));

    /// <summary>
    /// Reads into a tensor that has the file's element type and shape; with <paramref name="skip"/> only moves on in the file.
    /// </summary>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var header = ReadHeader(reader);
        if (!skip) ReadData(reader, tensor, header);
        else SkipData(reader, header);
    }

    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        Tensor? tensor = null;
        Load(ref tensor, reader, skip);
        return tensor!;
    }

    /// <summary>Reads into a tensor, or into a new one where there is none.</summary>
    public static void Load(ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        var header = ReadHeader(reader);
        tensor ??= empty(header.Shape, dtype: header.Type);
        if (!skip) ReadData(reader, tensor, header);
        else SkipData(reader, header);
    }

    private static (ScalarType Type, long[] Shape) ReadHeader(BinaryReader reader)
    {
        var type = reader.Decode();
        var rank = reader.Decode();
        if (!Enum.IsDefined((ScalarType)type) || rank > Shape.MaxRank)
            throw new InvalidDataException(
                "The file is damaged or was not written by TorchSharp: there is no tensor where one is expected.");
        var shape = new long[rank];
        for (var i = 0; i < rank; i++) shape[i] = reader.Decode();
        return ((ScalarType)type, shape);
    }

    private static unsafe void ReadData(BinaryReader reader, Tensor tensor, (ScalarType Type, long[] Shape) header)
    {
        if (header.Type != tensor.dtype)
            throw new ArgumentException(
                $"The file holds {header.Type} where {tensor.dtype} is expected; load into a module of the type that was saved.");
        if (!tensor.layout.Sizes.AsSpan().SequenceEqual(header.Shape))
            throw new ArgumentException(
                $"The file holds the shape {Shape.Describe(header.Shape)} where {tensor.layout} is expected; " +
                "load into a module like the one that was saved.");
        if (tensor.OnCuda) SimulatedDevice.Transferred(tensor, toDevice: true);
        var rows = tensor.layout.Contiguous ? tensor : Tensor.Fresh(tensor.layout.AsContiguous(), tensor.element);
        foreach (var (start, length) in Chunks(rows)) reader.BaseStream.ReadExactly(new Span<byte>(rows.pointer + start, length));
        GC.KeepAlive(rows);
        tensor.storage.Version++;
        if (ReferenceEquals(rows, tensor)) return;
        Copying.Copy(rows, tensor);
        rows.Free();
    }

    private static void SkipData(BinaryReader reader, (ScalarType Type, long[] Shape) header)
    {
        var bytes = header.Shape.Aggregate(1L, (product, length) => product * length) * Dtype.SizeOf(header.Type);
        Span<byte> scratch = stackalloc byte[4096];
        for (; bytes > 0; bytes -= scratch.Length) reader.BaseStream.ReadExactly(scratch[..(int)Math.Min(bytes, scratch.Length)]);
    }

    /// <summary>Spans are at most 2 GB long, tensors are not.</summary>
    private static IEnumerable<(long Start, int Length)> Chunks(Tensor tensor)
    {
        const int Largest = 1 << 26;
        var bytes = tensor.layout.Count * Dtype.SizeOf(tensor.element);
        for (long start = 0; start < bytes; start += Largest) yield return (start, (int)Math.Min(Largest, bytes - start));
    }
}
