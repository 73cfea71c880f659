using System.Buffers.Binary;
using System.Text;
using static TorchSharp.torch;

namespace RlLab.Formats;

/// <summary>
/// Reads the pickle of a dictionary of tensors, and nothing else: a pickle is a program, and of its instructions and of what it may call only those
/// are known that a <c>state_dict</c> needs. Nothing of the file is ever run.
/// </summary>
/// <remarks>https://docs.python.org/3/library/pickletools.html; protocols 2 to 5.</remarks>
/// <param name="pickle">The pickle.</param>
internal sealed class PickleReader(byte[] pickle)
{
    /// <summary>What to do about a pickle that holds something else.</summary>
    public const string WayOut = "Save the weights alone: torch.save(network.state_dict(), file).";

    private static readonly object Mark = new();

    private static readonly Dictionary<string, ScalarType> StorageTypes = new()
    {
        ["torch.FloatStorage"] = ScalarType.Float32,
        ["torch.DoubleStorage"] = ScalarType.Float64,
        ["torch.HalfStorage"] = ScalarType.Float16,
        ["torch.BFloat16Storage"] = ScalarType.BFloat16,
        ["torch.LongStorage"] = ScalarType.Int64,
        ["torch.IntStorage"] = ScalarType.Int32,
        ["torch.ShortStorage"] = ScalarType.Int16,
        ["torch.CharStorage"] = ScalarType.Int8,
        ["torch.ByteStorage"] = ScalarType.Byte,
        ["torch.BoolStorage"] = ScalarType.Bool,
    };

    private readonly List<object?> _stack = [];
    private readonly Dictionary<long, object?> _memo = [];
    private int _position;

    /// <summary>What the pickle makes.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or does more than a dictionary of tensors needs.</exception>
    public object? Read()
    {
        while (true)
        {
            var instruction = Next();
            if (instruction == '.')
            {
                return Pop();
            }

            Do(instruction);
        }
    }

    private void Do(byte instruction)
    {
        switch (instruction)
        {
            case 0x80:
                _ = Take(1);
                break;
            case 0x95:
                _ = Take(8);
                break;
            case (byte)'(':
                _stack.Add(Mark);
                break;
            case (byte)'N':
                _stack.Add(null);
                break;
            case 0x88 or 0x89:
                _stack.Add(instruction == 0x88);
                break;
            case (byte)'K':
                _stack.Add((long)Next());
                break;
            case (byte)'M':
                _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                break;
            case (byte)'J':
                _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                break;
            case 0x8a:
                _stack.Add(LongNumber(Take(Next())));
                break;
            case (byte)'X':
                _stack.Add(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case 0x8c:
                _stack.Add(Text(Next()));
                break;
            case (byte)'}':
                _stack.Add(new PickledDictionary());
                break;
            case (byte)')':
                _stack.Add(Array.Empty<object?>());
                break;
            case (byte)'t':
                _stack.Add(PopToMark());
                break;
            case >= 0x85 and <= 0x87:
                _stack.Add(Pop(instruction - 0x84));
                break;
            case (byte)'q':
                _memo[Next()] = Top();
                break;
            case (byte)'r':
                _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Top();
                break;
            case 0x94:
                _memo[_memo.Count] = Top();
                break;
            case (byte)'h':
                _stack.Add(Remembered(Next()));
                break;
            case (byte)'j':
                _stack.Add(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case (byte)'c':
                _stack.Add(new PickledName($"{Line()}.{Line()}"));
                break;
            case 0x93:
                _stack.Add(Pop(2) is [string module, string name] ? new PickledName($"{module}.{name}") : throw Damaged("a name that is no text"));
                break;
            case (byte)'Q':
                _stack.Add(Storage(Pop()));
                break;
            case (byte)'R':
                var arguments = Pop();
                _stack.Add(Call(Pop(), arguments));
                break;
            case (byte)'s':
                Set(Pop(2));
                break;
            case (byte)'u':
                Set(PopToMark());
                break;
            case (byte)'b':
                // What is set of an OrderedDict beside its entries: the versions of the modules.
                _ = Pop();
                _ = Top() as PickledDictionary ?? throw Damaged("a state for something that is no dictionary");
                break;
            default:
                throw new InvalidDataException(
                    $"its pickle has the instruction 0x{instruction:x2} at byte {_position - 1}, which no dictionary of tensors needs. {WayOut}");
        }
    }

    private static object? Call(object? what, object? arguments) => (what, arguments) switch
    {
        (PickledName("collections.OrderedDict"), object?[] and []) => new PickledDictionary(),
        (PickledName("torch._utils._rebuild_tensor_v2"), object?[] and [PickledStorage storage, long offset, object?[] shape, object?[] strides, ..])
            => new PickledTensor(storage, offset, Numbers(shape), Numbers(strides)).Checked(),
        (PickledName("torch._utils._rebuild_parameter"), object?[] and [PickledTensor tensor, ..]) => tensor,
        (PickledName(var name), _) when StorageTypes.ContainsKey(name) || name.StartsWith("torch._utils._rebuild_", StringComparison.Ordinal)
            || name == "collections.OrderedDict" => throw Damaged($"arguments that {name} does not take"),
        (PickledName(var name), _) => throw new InvalidDataException($"it would call {name}, which no dictionary of tensors needs. {WayOut}"),
        _ => throw Damaged("a call of something that has no name"),
    };

    private static PickledStorage Storage(object? id) => id is object?[] and ["storage", PickledName(var name), string key, _, long count and >= 0]
        ? StorageTypes.TryGetValue(name, out var type)
            ? new PickledStorage(type, key, count <= int.MaxValue * 64L ? count : throw Damaged("elements without end"))
            : throw new InvalidDataException($"it has elements of {name}, and {string.Join(", ", StorageTypes.Keys)} can be read.")
        : throw Damaged("elements that are none of torch's");

    private static long[] Numbers(object?[] values) =>
        [.. values.Select(value => value is long number and >= 0 ? number : throw Damaged("a shape or strides that are no whole numbers from 0"))];

    private void Set(object?[] pairs)
    {
        var dictionary = Top() as PickledDictionary ?? throw Damaged("an entry for something that is no dictionary");
        for (var i = 0; i < pairs.Length; i += 2)
        {
            if (i + 1 == pairs.Length || pairs[i] is not { } key || !dictionary.Add(key, pairs[i + 1]))
            {
                throw Damaged($"a key of a dictionary that comes twice, is None or has no value: '{pairs[i]}'");
            }
        }
    }

    private object? Remembered(long place) => _memo.TryGetValue(place, out var value) ? value : throw Damaged($"nothing in memory at {place}");

    private object? Top() => _stack.Count > 0 && _stack[^1] != Mark ? _stack[^1] : throw Damaged("nothing on its stack");

    private object? Pop()
    {
        var top = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private object?[] Pop(int count)
    {
        var values = new object?[count];
        for (var i = count - 1; i >= 0; i--)
        {
            values[i] = Pop();
        }

        return values;
    }

    private object?[] PopToMark()
    {
        var mark = _stack.LastIndexOf(Mark);
        if (mark < 0)
        {
            throw Damaged("no mark on its stack");
        }

        object?[] values = [.. _stack[(mark + 1)..]];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    private static long LongNumber(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > sizeof(long))
        {
            throw Damaged($"a number of {bytes.Length} bytes");
        }

        Span<byte> whole = stackalloc byte[sizeof(long)];
        whole.Fill(bytes.Length > 0 && bytes[^1] >= 0x80 ? (byte)0xff : (byte)0);
        bytes.CopyTo(whole);
        return BinaryPrimitives.ReadInt64LittleEndian(whole);
    }

    private byte Next() => Take(1)[0];

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > pickle.Length - _position)
        {
            throw Damaged($"no end, after {pickle.Length} bytes");
        }

        var taken = pickle.AsSpan(_position, (int)count);
        _position += (int)count;
        return taken;
    }

    private string Text(long bytes) => Encoding.UTF8.GetString(Take(bytes));

    private string Line()
    {
        var length = pickle.AsSpan(_position).IndexOf((byte)'\n');
        var line = Text(length >= 0 ? length : pickle.Length);
        _ = Next();
        return line;
    }

    private static InvalidDataException Damaged(string what) => new($"its pickle is damaged, and has {what}.");
}

/// <summary>A dictionary in a pickle, in the order in which it was filled.</summary>
internal sealed class PickledDictionary
{
    private readonly OrderedDictionary<object, object?> _entries = [];

    public IReadOnlyList<KeyValuePair<object, object?>> Entries => _entries;

    public bool Add(object key, object? value) => _entries.TryAdd(key, value);
}

/// <summary>The name of a class or a function: <c>torch.FloatStorage</c>.</summary>
internal sealed record PickledName(string Name);

/// <summary>Where elements lie.</summary>
/// <param name="Type">Their type.</param>
/// <param name="Key">Their file's name in the archive.</param>
/// <param name="Count">How many there are.</param>
internal sealed record PickledStorage(ScalarType Type, string Key, long Count);

/// <summary>A tensor in a pickle: which elements of a storage it has.</summary>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    /// <summary>The place of its last element.</summary>
    public UInt128 Last => Shape.Zip(Strides).Aggregate(
        (UInt128)Offset, (place, dimension) => place + (UInt128)(dimension.First - 1) * (UInt128)dimension.Second);

    public PickledTensor Checked() => Offset >= 0 && Shape.Length == Strides.Length && Shape.Length <= 64
        ? this
        : throw new InvalidDataException("its pickle is damaged, and has a tensor whose shape and strides do not fit.");
}
