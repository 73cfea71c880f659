using System.Buffers.Binary;
using System.Text;
using RlLab.Engines;
using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Formats.Tests.Weights;

/// <summary>safetensors files, whole and damaged.</summary>
public sealed class SafetensorsTests
{
    public static TheoryData<string, string> Faults => new()
    {
        { "length", "*policy.safetensors cannot be read as a safetensors file: it has 5 bytes*" },
        { "header too long", "*header would be 9,999 bytes long*" },
        { "header without end", "*header would be 18,446,744,073,709,551,615 bytes long*" },
        { "no JSON", "*invalid start*" },
        { "no object", "*is a JSON Array, and not an object*" },
        { "name twice", "*uplicate*'a'*" },
        { "no dtype", "*'a' needs a dtype, a shape and two data_offsets*" },
        { "shape of texts", "*'a' needs a dtype, a shape and two data_offsets*" },
        { "shape below 0", "*'a' needs a dtype, a shape and two data_offsets*" },
        { "one offset", "*'a' needs a dtype, a shape and two data_offsets*" },
        { "unknown dtype", "*'a' is of the dtype 'F4', and F32, F64, *can be read*" },
        { "wrong size", "*'a' of Float32 [2] takes 8 bytes, and has those from 0 to 4 of 8*" },
        { "overlap", "*'b' of Float32 [1] takes 4 bytes, and has those from 4 to 8 of 12, where the one before it ends at 8*" },
        { "hole", "*'b' of Float32 [1] takes 4 bytes, and has those from 8 to 12 of 12, where the one before it ends at 4*" },
        { "beyond the end", "*'a' of Float32 [2] takes 8 bytes, and has those from 0 to 8 of 4*" },
        { "bytes left", "*its tensors end at byte 4 of 8*" },
        { "name of half a letter", "*policy.safetensors cannot be read*a text of its header is none*" },
        { "dtype of half a letter", "*a text of its header is none*" },
        { "name of broken letters", "*a text of its header is none*" },
        { "nothing, too large", "*'a' of shape [4611686018427387904, 0, 4] has more elements than there can be*" },
        { "too large", "*'a' of shape [4611686018427387904, 4] has more elements than there can be*" },
    };

    [Fact]
    public void What_is_written_is_read_in_every_type_and_shape()
    {
        using var scope = NewDisposeScope();
        var types = new[]
        {
            ScalarType.Float32, ScalarType.Float64, ScalarType.Int64, ScalarType.Int32, ScalarType.Int16, ScalarType.Int8, ScalarType.Byte,
            ScalarType.Bool,
        };
        var tensors = types.Select((type, i) => (Name: $"{i}.{type}", Tensor: arange(6).reshape(2, 3).to_type(type)))
            .Append((Name: "number", Tensor: tensor(2.5f)))
            .Append((Name: "nothing", Tensor: zeros(0, 3)))
            .Append((Name: "turned", Tensor: arange(6).to_type(ScalarType.Float32).reshape(2, 3).t()))
            .ToList();

        var read = Safetensors.Read(Written(tensors), "policy.safetensors");

        read.Keys.Should().Equal(tensors.Select(t => t.Name));
        foreach (var (name, expected) in tensors)
        {
            read[name].dtype.Should().Be(expected.dtype, name);
            read[name].shape.Should().Equal(expected.shape, name);
            Elements.Of(read[name]).Should().Equal(Elements.Of(expected), name);
        }
    }

    [Fact]
    public void The_elements_begin_at_a_multiple_of_8_bytes_behind_a_header_that_holds_the_metadata()
    {
        using var weight = ones(1);
        using var file = Written([("w", weight)], new Dictionary<string, string> { ["rllab.run"] = "1a2b" });
        var bytes = file.ToArray();
        var header = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        (header % 8).Should().Be(0);
        Encoding.UTF8.GetString(bytes, 8, header).TrimEnd().Should().Be(
            """{"__metadata__":{"rllab.run":"1a2b"},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""");
        bytes[(8 + header)..].Should().Equal(BitConverter.GetBytes(1f));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_damaged_file_is_refused_with_its_name_and_what_is_wrong(string fault, string message)
    {
        using var file = new MemoryStream(Damaged(fault));
        file.Invoking(f => Safetensors.Read(f, "policy.safetensors")).Should().Throw<InvalidDataException>().WithMessage(message);
    }

    [Fact]
    public void A_file_that_ends_anywhere_before_its_end_is_refused()
    {
        using var weight = ones(3);
        using var whole = Written([("w", weight)]);
        for (var length = 0; length < whole.Length; length++)
        {
            using var file = new MemoryStream(whole.ToArray()[..length]);
            file.Invoking(f => Safetensors.Read(f, "w")).Should().Throw<InvalidDataException>($"of {whole.Length} bytes there are {length}");
        }
    }

    [Fact]
    public void A_type_that_the_engine_lacks_is_told_with_the_name_of_the_tensor()
    {
        Assert.SkipUnless(TorchEngines.Loaded.Engine == TorchEngine.Managed, "libtorch has all of torch.");
        using var file = new MemoryStream(File("""{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}""", 2));
        file.Invoking(f => Safetensors.Read(f, "policy.safetensors")).Should().Throw<InvalidDataException>()
            .WithMessage("policy.safetensors *'a' is of Float16: *--engine libtorch*");
    }

    [Fact]
    public void A_shape_that_the_engine_cannot_have_is_told_with_the_name_of_the_file()
    {
        Assert.SkipUnless(TorchEngines.Loaded.Engine == TorchEngine.Managed, "libtorch has more dimensions.");
        var shape = string.Join(",", Enumerable.Repeat(1, 17));
        using var file = new MemoryStream(File($$$"""{"a":{"dtype":"F32","shape":[{{{shape}}}],"data_offsets":[0,4]}}""", 4));
        file.Invoking(f => Safetensors.Read(f, "policy.safetensors")).Should().Throw<InvalidDataException>()
            .WithMessage("policy.safetensors *16 dimensions*");
    }

    [Fact]
    public void Two_tensors_of_one_name_are_not_written()
    {
        using var weight = ones(1);
        var write = () => Written([("w", weight), ("w", weight)]);
        write.Should().Throw<ArgumentException>().WithMessage("*both be called 'w'*");
        write = () => Written([("__metadata__", weight)]);
        write.Should().Throw<ArgumentException>();
    }

    private static MemoryStream Written(IEnumerable<(string, Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var file = new MemoryStream();
        Safetensors.Write(file, tensors, metadata);
        file.Position = 0;
        return file;
    }

    private static byte[] Damaged(string fault) => fault switch
    {
        "length" => new byte[5],
        "header too long" => File("{}", length: 9_999),
        "header without end" => File("{}", length: ulong.MaxValue),
        "no JSON" => File("{a}"),
        "no object" => File("[]"),
        "name twice" => File($$"""{"a":{{Entry(1, 0, 4)}},"a":{{Entry(1, 4, 8)}}}""", 8),
        "no dtype" => File("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4),
        "shape of texts" => File("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4),
        "shape below 0" => File("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4),
        "one offset" => File("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4),
        "unknown dtype" => File("""{"a":{"dtype":"F4","shape":[1],"data_offsets":[0,4]}}""", 4),
        "wrong size" => File($$"""{"a":{{Entry(2, 0, 4)}}}""", 8),
        "overlap" => File($$"""{"a":{{Entry(2, 0, 8)}},"b":{{Entry(1, 4, 8)}}}""", 12),
        "hole" => File($$"""{"a":{{Entry(1, 0, 4)}},"b":{{Entry(1, 8, 12)}}}""", 12),
        "beyond the end" => File($$"""{"a":{{Entry(2, 0, 8)}}}""", 4),
        "bytes left" => File($$"""{"a":{{Entry(1, 0, 4)}}}""", 8),
        "name of half a letter" => File("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4),
        "dtype of half a letter" => File("""{"a":{"dtype":"\ud800","shape":[1],"data_offsets":[0,4]}}""", 4),
        "name of broken letters" => [.. File("""{"?":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4).Select(b => b == '?' ? (byte)0xff : b)],
        "nothing, too large" => File("""{"a":{"dtype":"F32","shape":[4611686018427387904,0,4],"data_offsets":[0,0]}}"""),
        "too large" => File("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"""),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private static string Entry(int size, int begin, int end) => $$"""{"dtype":"F32","shape":[{{size}}],"data_offsets":[{{begin}},{{end}}]}""";

    private static byte[] File(string header, int elements = 0, ulong? length = null) =>
        [.. BitConverter.GetBytes(length ?? (ulong)header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[elements]];
}
