using System.Buffers.Binary;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Formats;

/// <summary>Named tensors in a safetensors file: 8 bytes of length, a JSON header of that length, and the elements.</summary>
/// <remarks>https://github.com/huggingface/safetensors#format; little-endian, row-major, without holes between the tensors.</remarks>
public static class Safetensors
{
    /// <summary>The longest header that the format allows, in bytes.</summary>
    public const int LongestHeader = 100_000_000;

    private const string MetadataKey = "__metadata__";

    private static readonly Dictionary<string, ScalarType> Types = new()
    {
        ["F32"] = ScalarType.Float32,
        ["F64"] = ScalarType.Float64,
        ["F16"] = ScalarType.Float16,
        ["BF16"] = ScalarType.BFloat16,
        ["I64"] = ScalarType.Int64,
        ["I32"] = ScalarType.Int32,
        ["I16"] = ScalarType.Int16,
        ["I8"] = ScalarType.Int8,
        ["U8"] = ScalarType.Byte,
        ["BOOL"] = ScalarType.Bool,
    };

    /// <summary>Writes tensors in the order that they are given.</summary>
    /// <param name="file">Receives them; the caller disposes of it.</param>
    /// <param name="tensors">Names and tensors, on any device.</param>
    /// <param name="metadata">What else the file says, as texts. Default: nothing.</param>
    /// <exception cref="ArgumentException">A name comes twice, or is the format's own <c>__metadata__</c>.</exception>
    /// <exception cref="NotSupportedException">The format has no name for a tensor's type.</exception>
    public static void Write(Stream file, IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var scope = NewDisposeScope();
        var written = tensors.Select(pair => (pair.Name, Tensor: pair.Tensor.detach().cpu().contiguous())).ToList();
        var header = Header(written, metadata);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        file.Write(length);
        file.Write(header);
        foreach (var (_, tensor) in written.Where(pair => pair.Tensor.numel() > 0))
        {
            file.Write(tensor.bytes);
        }
    }

    /// <summary>Reads all tensors, in the order of their elements.</summary>
    /// <param name="file">The file, from its beginning; it can be sought in.</param>
    /// <param name="name">What errors call it.</param>
    /// <returns>Tensors on the CPU, by name; the caller disposes of them.</returns>
    /// <exception cref="InvalidDataException">It is no such file, or a damaged one; the message says what is wrong.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(Stream file, string name) => WeightFile.Collect(
        name,
        "safetensors",
        () =>
        {
            try
            {
                using var header = ReadHeader(file);
                return (IEnumerable<(string, Tensor)>)[.. Tensors(file, header)];
            }
            catch (InvalidOperationException e)
            {
                // So JSON says it of a text that is no Unicode, when it is read.
                throw new InvalidDataException($"a text of its header is none: {e.Message}", e);
            }
        });

    private static byte[] Header(List<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata)
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            WriteTensors(json, tensors);
            json.WriteEndObject();
        }

        // The elements begin where a number of 8 bytes may.
        while (header.Length % 8 > 0)
        {
            header.WriteByte((byte)' ');
        }

        return header.ToArray();
    }

    private static void WriteTensors(Utf8JsonWriter json, List<(string Name, Tensor Tensor)> tensors)
    {
        var (names, offset) = (new HashSet<string> { MetadataKey }, 0L);
        foreach (var (name, tensor) in tensors)
        {
            if (!names.Add(name))
            {
                throw new ArgumentException($"Two tensors of a safetensors file cannot both be called '{name}'.", nameof(tensors));
            }

            var end = offset + tensor.numel() * tensor.element_size();
            json.WriteStartObject(name);
            json.WriteString("dtype", Types.FirstOrDefault(type => type.Value == tensor.dtype).Key
                ?? throw new NotSupportedException($"The tensor '{name}' is of {tensor.dtype}, for which safetensors has no name."));
            WriteNumbers("shape", tensor.shape);
            WriteNumbers("data_offsets", [offset, end]);
            json.WriteEndObject();
            offset = end;
        }

        void WriteNumbers(string key, ReadOnlySpan<long> numbers)
        {
            json.WriteStartArray(key);
            foreach (var number in numbers)
            {
                json.WriteNumberValue(number);
            }

            json.WriteEndArray();
        }
    }

    private static JsonDocument ReadHeader(Stream file)
    {
        var prefix = new byte[sizeof(ulong)];
        if (file.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
        {
            throw new InvalidDataException($"it has {file.Length} bytes, and begins with 8 that tell the length of its header.");
        }

        var (length, left) = (BinaryPrimitives.ReadUInt64LittleEndian(prefix), file.Length - file.Position);
        if (length > LongestHeader || (long)length > left)
        {
            throw new InvalidDataException(
                $"its header would be {length:N0} bytes long, and there are {left:N0} bytes left, of which a header may take {LongestHeader:N0}.");
        }

        var header = new byte[length];
        file.ReadExactly(header);
        var document = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document
            : throw new InvalidDataException($"its header is a JSON {document.RootElement.ValueKind}, and not an object.");
    }

    private static IEnumerable<(string Name, Tensor Tensor)> Tensors(Stream file, JsonDocument header)
    {
        var (start, next) = (file.Position, 0L);
        var entries = header.RootElement.EnumerateObject().Where(entry => entry.Name != MetadataKey).Select(Entry).OrderBy(entry => entry.Begin);
        foreach (var (name, type, shape, begin, end) in entries)
        {
            var bytes = WeightFile.Size(name, shape) * WeightFile.ElementSize(type);
            if (end - begin != bytes || begin != next || end > file.Length - start)
            {
                throw new InvalidDataException(
                    $"the tensor '{name}' of {type} [{string.Join(", ", shape)}] takes {bytes:N0} bytes, and has those from {begin:N0} to {end:N0} "
                    + $"of {file.Length - start:N0}, where the one before it ends at {next:N0}.");
            }

            next = end;
            yield return (name, WeightFile.ReadTensor(name, file, type, shape));
        }

        if (next != file.Length - start)
        {
            throw new InvalidDataException($"its tensors end at byte {next:N0} of {file.Length - start:N0}.");
        }
    }

    private static (string Name, ScalarType Type, long[] Shape, long Begin, long End) Entry(JsonProperty entry)
    {
        var (name, value) = (entry.Name, entry.Value);
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("shape", out var shape) || Numbers(shape) is not { } sizes
            || !value.TryGetProperty("data_offsets", out var offsets) || Numbers(offsets) is not [var begin, var end])
        {
            throw new InvalidDataException(
                $"the tensor '{name}' needs a dtype, a shape and two data_offsets, and its header has {value.GetRawText()}.");
        }

        return Types.TryGetValue(dtype.GetString()!, out var type)
            ? (name, type, sizes, begin, end)
            : throw new InvalidDataException(
                $"the tensor '{name}' is of the dtype '{dtype.GetString()}', and {string.Join(", ", Types.Keys)} can be read.");
    }

    /// <summary>An array of whole numbers from 0; null where it is something else.</summary>
    private static long[]? Numbers(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var numbers = new List<long>();
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out var number) || number < 0)
            {
                return null;
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }
}
