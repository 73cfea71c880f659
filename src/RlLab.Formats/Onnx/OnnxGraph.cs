using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Formats;

/// <summary>A network as a graph of ONNX's operators, of operator set 17; values go by their names.</summary>
public sealed class OnnxGraph
{
    /// <summary>The version of the operator set.</summary>
    public const int OperatorSet = 17;

    /// <summary>What ONNX calls float32, as <c>Cast</c> takes it.</summary>
    public const long Float32 = 1;

    private const long IrVersion = 8, Byte = 2, Int64 = 7;

    private readonly List<OnnxMessage> _nodes = [];
    private readonly List<OnnxMessage> _weights = [];
    private readonly HashSet<string> _names = [];
    private readonly Stack<string> _path = [];

    /// <summary>
    /// Where in the network the module is that is being exported, as its weights are named: <c>2.value</c>. Empty for the network itself.
    /// </summary>
    public string Path => string.Join('.', _path.Reverse());

    /// <summary>Adds an operator.</summary>
    /// <param name="operation">Its name in ONNX's default domain: <c>Relu</c>.</param>
    /// <param name="inputs">The names of its inputs.</param>
    /// <param name="attributes">Names and values: a <see cref="long"/>, a <see cref="float"/>, or an array of <see cref="long"/>.</param>
    /// <returns>The name of its one output.</returns>
    public string Add(string operation, IReadOnlyList<string> inputs, params IReadOnlyList<(string Name, object Value)> attributes)
    {
        var output = Fresh(operation.ToLowerInvariant());
        var node = new OnnxMessage();
        foreach (var input in inputs)
        {
            node.Write(1, input);
        }

        node.Write(2, output).Write(3, output).Write(4, operation);
        foreach (var (name, value) in attributes)
        {
            node.Write(5, Attribute(name, value));
        }

        _nodes.Add(node);
        return output;
    }

    /// <summary>Adds an operator that takes one input.</summary>
    /// <param name="operation">Its name in ONNX's default domain.</param>
    /// <param name="input">The name of its input.</param>
    /// <param name="attributes">As of the other overload.</param>
    /// <returns>The name of its output.</returns>
    public string Add(string operation, string input, params IReadOnlyList<(string Name, object Value)> attributes) =>
        Add(operation, [input], attributes);

    /// <summary>Adds a weight of the module that is being exported.</summary>
    /// <param name="name">Its name within the module: <c>weight</c>.</param>
    /// <param name="tensor">The weight, of float32, on any device.</param>
    /// <returns>Its name in the graph, which is that of the network's own <c>named_parameters</c>.</returns>
    /// <exception cref="NotSupportedException">It is of another type.</exception>
    public string Weight(string name, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var full = Fresh(_path.Count == 0 ? name : $"{Path}.{name}");
        return tensor.dtype == ScalarType.Float32
            ? AddWeight(full, Float32, tensor.shape, tensor.detach().cpu().contiguous().bytes.ToArray())
            : throw new NotSupportedException($"'{full}' is of {tensor.dtype}, and float32 can be exported.");
    }

    /// <summary>Adds numbers that are no weights, along one dimension.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <returns>Their name in the graph.</returns>
    public string Constant(params ReadOnlySpan<float> numbers) =>
        AddWeight(Fresh("constant"), Float32, [numbers.Length], MemoryMarshal.AsBytes(numbers).ToArray());

    /// <summary>Adds whole numbers, along one dimension: a shape, or axes.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <returns>Their name in the graph.</returns>
    public string Constant(params ReadOnlySpan<long> numbers) =>
        AddWeight(Fresh("constant"), Int64, [numbers.Length], MemoryMarshal.AsBytes(numbers).ToArray());

    /// <summary>Adds a module: one of torch's that is known, or one that says how.</summary>
    /// <param name="module">The module.</param>
    /// <param name="name">Its name within the module that is being exported; empty for the network itself.</param>
    /// <param name="input">The name of what comes in.</param>
    /// <returns>The name of what goes out.</returns>
    /// <exception cref="NotSupportedException">It is of a kind that cannot be exported; the message says which can.</exception>
    public string Call(nn.Module module, string name, string input)
    {
        if (name.Length > 0)
        {
            _path.Push(name);
        }

        var output = module is IOnnxModule own ? own.Export(this, input) : OnnxLayers.Export(this, module, input);
        if (name.Length > 0)
        {
            _path.Pop();
        }

        return output;
    }

    /// <summary>Writes a model with one input and one output.</summary>
    /// <param name="file">Receives it; the caller disposes of it.</param>
    /// <param name="input">What comes in.</param>
    /// <param name="output">What goes out: float32.</param>
    /// <param name="build">Is given a graph and the name of its input; answers the name of its output.</param>
    /// <param name="metadata">What else the file says, as texts.</param>
    /// <exception cref="NotSupportedException">A module cannot be exported.</exception>
    public static void Write(
        Stream file, OnnxValue input, OnnxValue output, Func<OnnxGraph, string, string> build, IReadOnlyDictionary<string, string> metadata)
    {
        var graph = new OnnxGraph();
        graph._names.UnionWith([input.Name, output.Name]);
        var inner = build(graph, input.Name);
        graph._nodes.Add(new OnnxMessage().Write(1, inner).Write(2, output.Name).Write(3, output.Name).Write(4, "Identity"));
        using var content = new OnnxMessage();
        foreach (var node in graph._nodes)
        {
            content.Write(1, node);
        }

        content.Write(2, "policy");
        foreach (var weight in graph._weights)
        {
            content.Write(5, weight);
        }

        content.Write(11, Value(input)).Write(12, Value(output));
        using var model = new OnnxMessage();
        model.Write(1, IrVersion).Write(2, "RlLab").Write(7, content.ToBytes()).Write(8, new OnnxMessage().Write(1, "").Write(2, OperatorSet));
        foreach (var (key, value) in metadata)
        {
            model.Write(14, new OnnxMessage().Write(1, key).Write(2, value));
        }

        file.Write(model.ToBytes().Span);
    }

    private static OnnxMessage Value(OnnxValue value)
    {
        var shape = new OnnxMessage().Write(1, new OnnxMessage().Write(2, "batch"));
        foreach (var size in value.Shape)
        {
            shape.Write(1, new OnnxMessage().Write(1, size));
        }

        var elements = value.Type switch
        {
            ScalarType.Float32 => Float32,
            ScalarType.Byte => Byte,
            _ => throw new NotSupportedException($"'{value.Name}' is of {value.Type}; float32 and bytes can be exported."),
        };
        return new OnnxMessage().Write(1, value.Name).Write(2, new OnnxMessage().Write(1, new OnnxMessage().Write(1, elements).Write(2, shape)));
    }

    private static OnnxMessage Attribute(string name, object value)
    {
        var attribute = new OnnxMessage().Write(1, name);
        switch (value)
        {
            case float number:
                return attribute.Write(2, number).Write(20, 1L);
            case long number:
                return attribute.Write(3, number).Write(20, 2L);
            case long[] numbers:
                foreach (var number in numbers)
                {
                    attribute.Write(8, number);
                }

                return attribute.Write(20, 7L);
            default:
                throw new ArgumentException($"The attribute '{name}' is {value}; it can be a long, a float or an array of longs.", nameof(value));
        }
    }

    private string AddWeight(string name, long elements, ReadOnlySpan<long> shape, byte[] content)
    {
        var weight = new OnnxMessage();
        foreach (var size in shape)
        {
            weight.Write(1, size);
        }

        _weights.Add(weight.Write(2, elements).Write(8, name).Write(9, content));
        return name;
    }

    /// <summary>A name that the graph does not have yet.</summary>
    private string Fresh(string name)
    {
        var fresh = name;
        for (var i = 1; !_names.Add(fresh); i++)
        {
            fresh = $"{name}_{i}";
        }

        return fresh;
    }
}

/// <summary>What goes into a model or comes out of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">float32, or bytes.</param>
/// <param name="Shape">Its shape, without the first dimension, which is the batch.</param>
public sealed record OnnxValue(string Name, ScalarType Type, IReadOnlyList<long> Shape);
