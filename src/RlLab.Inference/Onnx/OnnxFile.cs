using System.Runtime.InteropServices;
using Google.Protobuf;

namespace RlLab.Inference;

/// <summary>What of an ONNX file counts for running it: operators, weights, and what it says of itself.</summary>
/// <remarks>
/// The fields that are read, of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3; all others are let pass.
/// <code>
/// ModelProto          graph 7, opset_import 8, metadata_props 14
/// OperatorSetIdProto  domain 1, version 2              StringStringEntryProto  key 1, value 2
/// GraphProto          node 1, initializer 5, input 11, output 12
/// NodeProto           input 1, output 2, op_type 4, attribute 5, domain 7
/// AttributeProto      name 1, f 2, i 3, ints 8
/// TensorProto         dims 1, data_type 2 (FLOAT 1, INT64 7), name 8, raw_data 9
/// ValueInfoProto      name 1
/// </code>
/// </remarks>
internal sealed class OnnxFile
{
    /// <summary>The version of the operator set that is known.</summary>
    public const int OperatorSet = 17;

    /// <summary>The operators, each after those that it takes from.</summary>
    public List<OnnxNode> Nodes { get; } = [];

    /// <summary>Weights and other constants, by name.</summary>
    public Dictionary<string, OnnxTensor> Tensors { get; } = [];

    /// <summary>The names of what goes in.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>The names of what comes out.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>What the file says of itself.</summary>
    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is none, or a damaged one, or of another operator set.</exception>
    public static OnnxFile Read(byte[] content)
    {
        var file = new OnnxFile();
        try
        {
            file.ReadModel(new CodedInputStream(content));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException($"it is no ONNX file, or a damaged one: {e.Message}", e);
        }

        return file;
    }

    private void ReadModel(CodedInputStream model)
    {
        long? operators = null;
        foreach (var field in Fields(model))
        {
            switch (field.Number)
            {
                case 7:
                    ReadGraph(Message(model));
                    break;
                case 8:
                    var (domain, version) = ReadPair(Message(model), set => set.ReadString(), set => set.ReadInt64());
                    operators = string.IsNullOrEmpty(domain) ? version : throw new InvalidDataException($"it needs the operators of '{domain}'.");
                    break;
                case 14:
                    var (key, value) = ReadPair(Message(model), entry => entry.ReadString(), entry => entry.ReadString());
                    Metadata[key ?? ""] = value ?? "";
                    break;
                default:
                    model.SkipLastField();
                    break;
            }
        }

        if (operators != OperatorSet)
        {
            throw new InvalidDataException(operators is null
                ? "it is no ONNX file: it names no operator set."
                : $"it is of the operator set {operators}; {OperatorSet} can be run, which RlLab's export writes.");
        }
    }

    private void ReadGraph(CodedInputStream graph)
    {
        foreach (var field in Fields(graph))
        {
            switch (field.Number)
            {
                case 1:
                    Nodes.Add(OnnxNode.Read(Message(graph)));
                    break;
                case 5:
                    var tensor = OnnxTensor.Read(Message(graph));
                    Tensors[tensor.Name] = tensor;
                    break;
                case 11:
                    Inputs.Add(ReadPair(Message(graph), value => value.ReadString(), value => value.ReadBytes()).First ?? "");
                    break;
                case 12:
                    Outputs.Add(ReadPair(Message(graph), value => value.ReadString(), value => value.ReadBytes()).First ?? "");
                    break;
                default:
                    graph.SkipLastField();
                    break;
            }
        }
    }

    /// <summary>The fields of a message, one after the other; whoever asks for the next has read or skipped the last.</summary>
    /// <returns>The field's number, and whether it is a block of bytes.</returns>
    internal static IEnumerable<(int Number, bool IsBlock)> Fields(CodedInputStream message)
    {
        while (message.ReadTag() is var tag && tag != 0)
        {
            yield return (WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited);
        }
    }

    /// <summary>A message within a message.</summary>
    internal static CodedInputStream Message(CodedInputStream message) => message.ReadBytes().CreateCodedInput();

    /// <summary>Whole numbers, one alone or all in one block.</summary>
    internal static void ReadInts(CodedInputStream message, bool isBlock, List<long> numbers)
    {
        if (!isBlock)
        {
            numbers.Add(message.ReadInt64());
            return;
        }

        var packed = Message(message);
        while (!packed.IsAtEnd)
        {
            numbers.Add(packed.ReadInt64());
        }
    }

    private static (TFirst? First, TSecond? Second) ReadPair<TFirst, TSecond>(
        CodedInputStream message, Func<CodedInputStream, TFirst> first, Func<CodedInputStream, TSecond> second)
    {
        var pair = (First: default(TFirst), Second: default(TSecond));
        foreach (var field in Fields(message))
        {
            switch (field.Number)
            {
                case 1:
                    pair.First = first(message);
                    break;
                case 2:
                    pair.Second = second(message);
                    break;
                default:
                    message.SkipLastField();
                    break;
            }
        }

        return pair;
    }
}

/// <summary>An operator: what it takes, what it gives, and how it is set.</summary>
internal sealed class OnnxNode
{
    private readonly Dictionary<string, (float Real, long Whole, List<long> List)> _attributes = [];

    public string Operation { get; private set; } = "";

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    public static OnnxNode Read(CodedInputStream message)
    {
        var node = new OnnxNode();
        foreach (var field in OnnxFile.Fields(message))
        {
            switch (field.Number)
            {
                case 1:
                    node.Inputs.Add(message.ReadString());
                    break;
                case 2:
                    node.Outputs.Add(message.ReadString());
                    break;
                case 4:
                    node.Operation = message.ReadString();
                    break;
                case 5:
                    node.ReadAttribute(OnnxFile.Message(message));
                    break;
                case 7 when message.ReadString() is { Length: > 0 } domain:
                    throw new InvalidDataException($"it needs the operators of '{domain}'.");
                case 7:
                    break;
                default:
                    message.SkipLastField();
                    break;
            }
        }

        return node;
    }

    public float Real(string name, float otherwise) => _attributes.TryGetValue(name, out var value) ? value.Real : otherwise;

    public long Whole(string name, long otherwise) => _attributes.TryGetValue(name, out var value) ? value.Whole : otherwise;

    public IReadOnlyList<long>? List(string name) => _attributes.TryGetValue(name, out var value) ? value.List : null;

    private void ReadAttribute(CodedInputStream message)
    {
        var (name, real, whole, list) = ("", 0f, 0L, new List<long>());
        foreach (var field in OnnxFile.Fields(message))
        {
            switch (field.Number)
            {
                case 1:
                    name = message.ReadString();
                    break;
                case 2:
                    real = message.ReadFloat();
                    break;
                case 3:
                    whole = message.ReadInt64();
                    break;
                case 8:
                    OnnxFile.ReadInts(message, field.IsBlock, list);
                    break;
                default:
                    message.SkipLastField();
                    break;
            }
        }

        _attributes[name] = (real, whole, list);
    }
}

/// <summary>A weight, or whole numbers that say how an operator works.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Reals">Its elements; empty where they are whole numbers.</param>
/// <param name="Wholes">Its elements; empty where they are real numbers.</param>
internal sealed record OnnxTensor(string Name, int[] Shape, float[] Reals, long[] Wholes)
{
    public static OnnxTensor Read(CodedInputStream message)
    {
        var (name, shape, type, raw) = ("", new List<long>(), 0, ReadOnlyMemory<byte>.Empty);
        foreach (var field in OnnxFile.Fields(message))
        {
            switch (field.Number)
            {
                case 1:
                    OnnxFile.ReadInts(message, field.IsBlock, shape);
                    break;
                case 2:
                    type = message.ReadInt32();
                    break;
                case 8:
                    name = message.ReadString();
                    break;
                case 9:
                    raw = message.ReadBytes().Memory;
                    break;
                default:
                    message.SkipLastField();
                    break;
            }
        }

        var size = type switch
        {
            1 => sizeof(float),
            7 => sizeof(long),
            _ => throw new InvalidDataException($"the weight '{name}' is of ONNX's data type {type}; 1 (float32) and 7 (int64) can be read."),
        };
        if (shape.Any(s => s is < 0 or > int.MaxValue)
            || shape.Aggregate((double)size, (bytes, s) => bytes * s) != raw.Length)
        {
            throw new InvalidDataException($"the weight '{name}' of shape [{string.Join(", ", shape)}] has {raw.Length:N0} bytes of elements.");
        }

        int[] sizes = [.. shape.Select(s => (int)s)];
        return type == 1
            ? new OnnxTensor(name, sizes, MemoryMarshal.Cast<byte, float>(raw.Span).ToArray(), [])
            : new OnnxTensor(name, sizes, [], MemoryMarshal.Cast<byte, long>(raw.Span).ToArray());
    }
}
