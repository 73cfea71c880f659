namespace RlLab.Inference;

/// <summary>A value on the way through a network, for one observation: its shape with the batch's 1, and its elements.</summary>
internal sealed record Value(int[] Shape, float[] Elements)
{
    /// <summary>The most elements that a value may have; a file that asks for more is damaged.</summary>
    private const int Most = 100_000_000;

    public int Length => Elements.Length;

    /// <summary>A value of zeros.</summary>
    /// <exception cref="InvalidDataException">A size is below 1, or there would be too many elements.</exception>
    public static Value Of(params int[] shape)
    {
        var length = shape.Aggregate(1L, (product, size) => size < 1 || product > Most ? Most + 1L : product * size);
        return length <= Most
            ? new Value(shape, new float[length])
            : throw new InvalidDataException($"a value of shape [{string.Join(", ", shape)}] is none, or too large.");
    }

    /// <summary>The same elements under another shape.</summary>
    public Value As(params int[] shape) => new(shape, Elements);

    /// <summary>How many elements are there before, along and behind a dimension; a negative one counts from the end.</summary>
    public (int Outer, int Size, int Inner) Along(long axis)
    {
        var index = axis < 0 ? axis + Shape.Length : axis;
        if (index < 0 || index >= Shape.Length)
        {
            throw new InvalidDataException($"a value of shape [{string.Join(", ", Shape)}] has no dimension {axis}.");
        }

        return (Shape[..(int)index].Aggregate(1, (a, b) => a * b), Shape[index], Shape[((int)index + 1)..].Aggregate(1, (a, b) => a * b));
    }
}

/// <summary>The operators of a file, ready to be run one after the other on one observation at a time.</summary>
internal sealed class Network
{
    private readonly Action[] _steps;

    private Network(Value input, Value output, Action[] steps) => (Input, Output, _steps) = (input, output, steps);

    /// <summary>Where the observation is put.</summary>
    public Value Input { get; }

    /// <summary>Where the outputs are after <see cref="Run"/>.</summary>
    public Value Output { get; }

    /// <summary>Makes a file's operators ready.</summary>
    /// <param name="file">The file.</param>
    /// <param name="observation">The shape of an observation.</param>
    /// <exception cref="InvalidDataException">An operator is none of those known, or does not fit what it is given.</exception>
    public static Network Of(OnnxFile file, IReadOnlyList<int> observation)
    {
        if (file.Inputs is not [var inputName] || file.Outputs is not [var outputName])
        {
            throw new InvalidDataException($"it has {file.Inputs.Count} inputs and {file.Outputs.Count} outputs, and a policy has one each.");
        }

        var input = Value.Of([1, .. observation]);
        var values = new Dictionary<string, Value> { [inputName] = input };
        var steps = new List<Action>();
        foreach (var node in file.Nodes)
        {
            if (node.Outputs is not [var name])
            {
                throw new InvalidDataException($"a {node.Operation} has {node.Outputs.Count} outputs, and those that can be run have one.");
            }

            try
            {
                values[name] = Operators.Prepare(new Operands(node, file.Tensors, values), steps);
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"the operator {node.Operation} that makes '{name}': {e.Message}", e);
            }
        }

        return values.TryGetValue(outputName, out var output)
            ? new Network(input, output, [.. steps])
            : throw new InvalidDataException($"nothing in it makes its output '{outputName}'.");
    }

    /// <summary>Makes outputs of the observation that <see cref="Input"/> holds.</summary>
    public void Run()
    {
        foreach (var step in _steps)
        {
            step();
        }
    }
}

/// <summary>What an operator is given.</summary>
internal sealed class Operands(OnnxNode node, IReadOnlyDictionary<string, OnnxTensor> tensors, IReadOnlyDictionary<string, Value> values)
{
    public OnnxNode Node => node;

    /// <summary>The value that comes in first.</summary>
    public Value Input => ValueAt(0);

    /// <summary>A value, or a weight taken as one.</summary>
    public Value ValueAt(int index) => Name(index) is not { } name ? throw Missing(index)
        : values.TryGetValue(name, out var value) ? value
        : tensors.TryGetValue(name, out var tensor) && tensor.Wholes.Length == 0 ? new Value(tensor.Shape, tensor.Reals)
        : throw Missing(index);

    /// <summary>Whether an input is a weight, and not what another operator makes.</summary>
    public bool IsConstant(int index) => Name(index) is { } name && !values.ContainsKey(name);

    /// <summary>A weight of a shape, in which -1 stands for any size.</summary>
    public float[] Weight(int index, params int[] shape)
    {
        var tensor = Name(index) is { } name && tensors.TryGetValue(name, out var found) && found.Wholes.Length == 0 ? found : throw Missing(index);
        return tensor.Shape.Length == shape.Length && tensor.Shape.Zip(shape).All(pair => pair.Second < 0 || pair.First == pair.Second)
            ? tensor.Reals
            : throw new InvalidDataException(
                $"'{tensor.Name}' is of shape [{string.Join(", ", tensor.Shape)}], and not of [{string.Join(", ", shape)}] (-1: any).");
    }

    /// <summary>The shape of a weight.</summary>
    public int[] ShapeAt(int index) => Name(index) is { } name && tensors.TryGetValue(name, out var tensor) ? tensor.Shape : throw Missing(index);

    /// <summary>Whole numbers that say how the operator works.</summary>
    public long[] Wholes(int index) => Name(index) is { } name && tensors.TryGetValue(name, out var tensor) && tensor.Reals.Length == 0
        ? tensor.Wholes
        : throw Missing(index);

    /// <summary>Whether there is an input of that number.</summary>
    public bool Has(int index) => Name(index) is not null;

    private string? Name(int index) => index < node.Inputs.Count && node.Inputs[index].Length > 0 ? node.Inputs[index] : null;

    private InvalidDataException Missing(int index) => new(
        Name(index) is { } name ? $"its input '{name}' is not there before it, or of another type." : $"it has no input {index}.");
}
