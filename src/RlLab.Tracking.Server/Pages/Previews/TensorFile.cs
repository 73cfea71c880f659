using System.Text.Json;

namespace RlLab.Tracking.Server.Pages;

/// <summary>A tensor of a checkpoint.</summary>
/// <param name="Name">Its name in the module's state.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its lengths, outermost first.</param>
internal sealed record TensorEntry(string Name, string Type, IReadOnlyList<long> Shape)
{
    /// <summary>How many elements it has.</summary>
    public long Count => Shape.Aggregate(1L, (product, length) => product * length);
}

/// <summary>Reads which tensors a checkpoint holds, without their data: TorchSharp's format of a module's state, and safetensors.</summary>
internal static class TensorFile
{
    private const int MaximumTensors = 10_000, MaximumRank = 32, MaximumName = 1_000, MaximumHeader = 10_000_000;

    private static readonly Dictionary<int, (string Name, int Size)> Types = new()
    {
        [0] = ("uint8", 1), [1] = ("int8", 1), [2] = ("int16", 2), [3] = ("int32", 4), [4] = ("int64", 8), [5] = ("float16", 2), [6] = ("float32", 4),
        [7] = ("float64", 8), [11] = ("bool", 1), [15] = ("bfloat16", 2),
    };

    /// <summary>The tensors of a file; null where it is of neither format, or damaged.</summary>
    public static IReadOnlyList<TensorEntry>? TryRead(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return Path.GetExtension(file).Equals(".safetensors", StringComparison.OrdinalIgnoreCase) ? ReadSafetensors(stream) : ReadState(stream);
        }
        catch (Exception error)
            when (error is IOException or InvalidDataException or JsonException or FormatException or InvalidOperationException
                or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>A count, then of each tensor its name, element type, rank, lengths and data.</summary>
    private static List<TensorEntry> ReadState(FileStream stream)
    {
        using var reader = new BinaryReader(stream);
        var count = Within(reader.Read7BitEncodedInt64(), MaximumTensors);
        var tensors = new List<TensorEntry>();
        for (var i = 0; i < count; i++)
        {
            var name = new string(System.Text.Encoding.UTF8.GetChars(reader.ReadBytes((int)Within(reader.Read7BitEncodedInt64(), MaximumName))));
            var (type, size) = Types.GetValueOrDefault((int)Within(reader.Read7BitEncodedInt64(), 127));
            var shape = new long[Within(reader.Read7BitEncodedInt64(), MaximumRank)];
            for (var axis = 0; axis < shape.Length; axis++)
            {
                shape[axis] = reader.Read7BitEncodedInt64();
            }

            var tensor = new TensorEntry(name, type ?? throw new InvalidDataException(), shape);
            stream.Position += Within(shape.Aggregate((Int128)size, (product, length) => product * length), stream.Length - stream.Position);
            tensors.Add(tensor);
        }

        return stream.Position == stream.Length ? tensors : throw new InvalidDataException();
    }

    /// <summary>The length of a header, then the header as JSON: of each tensor its element type and its shape.</summary>
    private static List<TensorEntry> ReadSafetensors(FileStream stream)
    {
        using var reader = new BinaryReader(stream);
        using var header = JsonDocument.Parse(reader.ReadBytes((int)Within(reader.ReadInt64(), MaximumHeader)));
        var tensors = new List<TensorEntry>();
        foreach (var entry in header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__").Take(MaximumTensors))
        {
            var type = entry.Value.GetProperty("dtype").GetString() ?? throw new InvalidDataException();
            long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64())];

            // The smallest element is a part of a byte.
            Within(shape.Aggregate((Int128)1, (product, length) => product * length), 8 * stream.Length);
            tensors.Add(new TensorEntry(entry.Name, type.ToLowerInvariant(), shape));
        }

        return tensors;
    }

    private static long Within(Int128 value, long most) => value >= 0 && value <= most ? (long)value : throw new InvalidDataException();
}
