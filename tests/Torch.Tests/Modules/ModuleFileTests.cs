using System.Buffers.Binary;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests.Modules;

/// <summary>Files in TorchSharp's format, byte by byte, and what happens to those that do not fit.</summary>
public sealed class ModuleFileTests
{
    [Fact]
    public void The_format_is_a_count_then_name_type_shape_and_rows()
    {
        var layer = Linear(new TorchSharp.Modules.Parameter(tensor(new float[,] { { 1, -2 } })), new TorchSharp.Modules.Parameter(tensor([0.5f])));
        var expected = new List<byte> { 2 };
        expected.AddRange([6, .. Encoding.UTF8.GetBytes("weight"), 6, 2, 1, 2, .. Floats(1, -2)]);
        expected.AddRange([4, .. Encoding.UTF8.GetBytes("bias"), 6, 1, 1, .. Floats(0.5f)]);
        Saved(layer).Should().Equal(expected);
    }

    [Fact]
    public void Numbers_from_128_on_take_two_bytes()
    {
        var layer = Linear(300, 1, hasBias: false);
        Saved(layer)[..12].Should().Equal([1, 6, .. Encoding.UTF8.GetBytes("weight"), 6, 2, 1, 0xAC]);
        Saved(layer)[12].Should().Be(0x02);
    }

    [Fact]
    public void Transposed_weights_are_written_row_by_row()
    {
        var layer = Linear(new TorchSharp.Modules.Parameter(tensor(new float[,] { { 1, 2 }, { 3, 4 } }).t()));
        Saved(layer)[^16..].Should().Equal(Floats(1, 3, 2, 4));
    }

    [Fact]
    public void A_file_loads_into_another_module_buffers_included()
    {
        var source = Sequential(Linear(3, 4), BatchNorm1d(4));
        source.call(randn(8, 3));
        var target = Sequential(Linear(3, 4), BatchNorm1d(4));
        target.load(new MemoryStream(Saved(source)));
        foreach (var (key, value) in source.state_dict())
            target.state_dict()[key].ShouldEqual(value, key);
        target.state_dict()["1.num_batches_tracked"].item<long>().Should().Be(1);
    }

    [Fact]
    public void A_path_works_like_a_stream()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var (source, target) = (Linear(2, 2), Linear(2, 2));
            source.save(path);
            target.load(path);
            target.weight.ShouldEqual(source.weight);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Skipped_entries_stay_as_they_are_and_those_after_them_are_read()
    {
        var (source, target) = (Linear(2, 2), Linear(2, 2));
        var weight = target.weight.detach().clone();
        target.load(new MemoryStream(Saved(source)), skip: ["weight"]);
        target.weight.ShouldEqual(weight);
        target.bias!.ShouldEqual(source.bias!);
    }

    [Fact]
    public void Without_strictness_what_fits_is_loaded_and_told()
    {
        var source = Sequential(("a", Linear(2, 2)), ("b", Linear(2, 2)));
        var target = Sequential(("b", Linear(2, 2)), ("c", Linear(2, 2)));
        var told = new Dictionary<string, bool>();
        target.load(new MemoryStream(Saved(source)), strict: false, loadedParameters: told);
        told.Should().Equal(new Dictionary<string, bool> { ["a.weight"] = false, ["a.bias"] = false, ["b.weight"] = true, ["b.bias"] = true });
        target.get_parameter("b.weight")!.ShouldEqual(source.get_parameter("b.weight")!);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_both_sides_named()
    {
        var file = Saved(Linear(2, 3));
        Linear(2, 4).Invoking(l => l.load(new MemoryStream(file)))
            .Should().Throw<Exception>().OnManaged<ArgumentException>("'weight'*[3, 2]*[4, 2]*");
        Linear(2, 3, hasBias: false).Invoking(l => l.load(new MemoryStream(file)))
            .Should().Throw<Exception>().OnManaged<ArgumentException>("*2 entries*1*");
        Linear(2, 3).to(ScalarType.Float64).Invoking(l => l.load(new MemoryStream(file)))
            .Should().Throw<Exception>().OnManaged<ArgumentException>("*Float32*Float64*");
        Sequential(Linear(2, 3)).Invoking(l => l.load(new MemoryStream(file))).Should().Throw<Exception>().OnManaged<ArgumentException>("*'weight'*");
        Linear(2, 3).Invoking(l => l.load(new MemoryStream(file[..^5]))).Should().Throw<Exception>().OnManaged<EndOfStreamException>("*'bias'*");
        Linear(2, 3).Invoking(l => l.load(new MemoryStream([2, 0, 99, 0]), strict: false))
            .Should().Throw<Exception>().OnManaged<InvalidDataException>();
    }

    [Fact]
    public void A_state_dictionary_is_copied_and_a_wrong_one_is_refused_by_name()
    {
        var (source, target) = (Linear(2, 2), Linear(2, 2));
        target.load_state_dict(source.state_dict());
        target.weight.ShouldEqual(source.weight);
        target.weight.requires_grad.Should().BeTrue();
        var wrong = new Dictionary<string, Tensor> { ["weight"] = zeros(2, 2), ["extra"] = zeros(1) };
        target.Invoking(t => t.load_state_dict(wrong))
            .Should().Throw<Exception>().OnManaged<InvalidOperationException>("*missing [bias]*unexpected [extra]*");
        var (missing, unexpected) = target.load_state_dict(wrong, strict: false);
        missing.Should().Equal("bias");
        unexpected.Should().Equal("extra");
    }

    [Theory]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Bool)]
    public void Tensors_of_every_type_come_back(ScalarType type)
    {
        var tensor = torch.tensor(new long[] { 0, 1, 1, 0, 1, 1 }, [2, 3]).to(type);
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
        stream.Position = 0;
        var back = TensorExtensionMethods.Load(new BinaryReader(stream));
        back.dtype.Should().Be(type);
        back.ShouldEqual(tensor);
    }

    private static byte[] Saved(Module module)
    {
        var stream = new MemoryStream();
        module.save(stream);
        return stream.ToArray();
    }

    private static byte[] Floats(params float[] values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        return bytes;
    }

    [Fact]
    public void A_state_of_another_shape_is_refused_by_name_and_nothing_of_it_is_taken()
    {
        var layer = Linear(3, 4);
        var before = layer.weight.detach().clone();
        var wrong = new Dictionary<string, Tensor> { ["weight"] = zeros(4, 3), ["bias"] = zeros(1) };
        layer.Invoking(l => l.load_state_dict(wrong)).Should().Throw<ArgumentException>().WithMessage("*'bias'*[4]*[1]*");
        layer.weight.ShouldEqual(before);
    }
}
