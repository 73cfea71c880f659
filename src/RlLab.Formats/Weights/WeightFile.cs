using System.Runtime.InteropServices;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Formats;

/// <summary>A network's weights in a file of another program: safetensors, or what PyTorch saves of a <c>state_dict</c>.</summary>
public static class WeightFile
{
    /// <summary>The endings of files that can be read: a safetensors file's, and those that PyTorch's users give theirs.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".safetensors", ".pt", ".pth"];

    /// <summary>Reads all tensors of a file; its ending says what it is.</summary>
    /// <param name="path">Ends in <c>.safetensors</c>, <c>.pt</c> or <c>.pth</c>.</param>
    /// <returns>Tensors on the CPU, by name; the caller disposes of them.</returns>
    /// <exception cref="InvalidDataException">It ends otherwise, or is no such file, or a damaged one; the message says what is wrong.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path)
    {
        using var file = File.OpenRead(path);
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".safetensors" => Safetensors.Read(file, path),
            ".pt" or ".pth" => PyTorchFile.Read(file, path),
            _ => throw new InvalidDataException($"{path} is none of the files that can be read, which end in {string.Join(", ", Extensions)}."),
        };
    }

    /// <summary>
    /// The weights of a network as PyTorch's <c>state_dict</c> names them: its parameters, and what it keeps beside, such as running means.
    /// </summary>
    /// <param name="network">The network.</param>
    public static IEnumerable<(string Name, Tensor Tensor)> Of(nn.Module network) => network.state_dict().Select(pair => (pair.Key, pair.Value));

    /// <summary>Gives a network the weights of a file: each of its own, by name, and no others.</summary>
    /// <param name="path">See <see cref="Read"/>.</param>
    /// <param name="network">The network, on any device.</param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or of another network: a name is missing or unknown, or a tensor is of another shape or type. The network is left as it
    /// was.
    /// </exception>
    public static void Load(string path, nn.Module network)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var tensors = Read(path);
        var weights = Of(network).ToList();
        Compare(path, tensors, weights);
        foreach (var (name, weight) in weights)
        {
            weight.copy_(tensors[name]);
        }
    }

    /// <summary>How many elements a shape has.</summary>
    internal static long Size(string name, long[] shape)
    {
        try
        {
            // Strides are products of the sizes too, and no smaller where one of them is 0.
            return shape.Aggregate(1L, (size, next) => checked(size * Math.Max(next, 1))) is var size && size <= long.MaxValue / sizeof(double)
                ? (shape.Contains(0) ? 0 : size)
                : throw new OverflowException();
        }
        catch (OverflowException)
        {
            throw new InvalidDataException($"the tensor '{name}' of shape [{string.Join(", ", shape)}] has more elements than there can be.");
        }
    }

    /// <summary>The bytes of an element.</summary>
    internal static int ElementSize(ScalarType type) => type switch
    {
        ScalarType.Float64 or ScalarType.Int64 => 8,
        ScalarType.Float32 or ScalarType.Int32 => 4,
        ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Int16 => 2,
        _ => 1,
    };

    /// <summary>A tensor whose elements follow in a stream.</summary>
    internal static Tensor ReadTensor(string name, Stream elements, ScalarType type, long[] shape)
    {
        try
        {
            var tensor = empty(shape, type);
            if (tensor.numel() > 0)
            {
                elements.ReadExactly(tensor.bytes);
            }

            return tensor;
        }
        catch (NotSupportedException e)
        {
            throw new InvalidDataException($"the tensor '{name}' is of {type}: {e.Message}", e);
        }
    }

    /// <summary>Reads tensors, and gives every fault the name of the file; what was read before it is disposed of.</summary>
    internal static IReadOnlyDictionary<string, Tensor> Collect(string file, string format, Func<IEnumerable<(string Name, Tensor Tensor)>> read)
    {
        using var scope = NewDisposeScope();
        try
        {
            var tensors = new OrderedDictionary<string, Tensor>();
            foreach (var (name, tensor) in read())
            {
                if (!tensors.TryAdd(name, tensor))
                {
                    throw new InvalidDataException($"it has two tensors called '{name}'.");
                }
            }

            foreach (var tensor in tensors.Values)
            {
                tensor.MoveToOuterDisposeScope();
            }

            return tensors;
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or EndOfStreamException or ExternalException)
        {
            throw new InvalidDataException($"{file} cannot be read as a {format} file: {e.Message}", e);
        }
    }

    private static void Compare(string path, IReadOnlyDictionary<string, Tensor> tensors, List<(string Name, Tensor Tensor)> weights)
    {
        foreach (var (name, weight) in weights)
        {
            if (!tensors.TryGetValue(name, out var tensor))
            {
                throw new InvalidDataException($"{path} has no '{name}', which the network needs; it has {Names(tensors.Keys)}.");
            }

            if (tensor.dtype != weight.dtype || !tensor.shape.AsSpan().SequenceEqual(weight.shape))
            {
                throw new InvalidDataException(
                    $"'{name}' of {path} is {tensor.dtype} [{string.Join(", ", tensor.shape)}], and the network's is {weight.dtype} "
                    + $"[{string.Join(", ", weight.shape)}].");
            }
        }

        if (tensors.Keys.Except(weights.Select(weight => weight.Name)).ToList() is [var unknown, ..])
        {
            throw new InvalidDataException(
                $"{path} has '{unknown}', and the network has none of that name; it has {Names(weights.Select(weight => weight.Name))}.");
        }
    }

    private static string Names(IEnumerable<string> names) => names.Any() ? string.Join(", ", names) : "none at all";
}
