using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Core;

public class TypeTests
{
    [Fact]
    public void Mixed_operands_follow_pytorchs_promotion()
    {
        (ones(2, int32) + ones(2, int64)).dtype.Should().Be(int64);
        (ones(2, uint8) + ones(2, int32)).dtype.Should().Be(int32);
        (ones(2, uint8) + ones(2, int8)).dtype.Should().Be(int16);
        (ones(2, int64) + ones(2, float32)).dtype.Should().Be(float32);
        (ones(2, float32) + ones(2, float64)).dtype.Should().Be(float64);
        (ones(2, @bool) * ones(2, int32)).dtype.Should().Be(int32);
        (ones(2, @bool) + ones(2, @bool)).dtype.Should().Be(@bool);
        (ones(2, int32) / ones(2, int32)).dtype.Should().Be(float32);
        (ones(2, float32) + tensor(1.0)).dtype.Should().Be(float32, "a tensor without dimensions of the same category does not decide");
        (ones(2, int32) + tensor(1.0)).dtype.Should().Be(float64, "one of a higher category does");
        result_type(ones(2, uint8), tensor(3)).Should().Be(uint8);
    }

    [Fact]
    public void Numbers_change_the_type_only_by_category()
    {
        (ones(2, int32) + 1.5).dtype.Should().Be(float32);
        (ones(2, float32) + 1.5).dtype.Should().Be(float32);
        (ones(2, float64) * 2f).dtype.Should().Be(float64);
        (ones(2, uint8) + 1).dtype.Should().Be(uint8);
        (ones(2, @bool) + 1).dtype.Should().Be(int64);
        (ones(2, int64) / 2).dtype.Should().Be(float32);
        full(2, 255, uint8).add(1).data<byte>().ToArray().Should().Equal(0, 0);
    }

    [Fact]
    public void A_write_in_place_keeps_the_type_or_is_refused()
    {
        var x = ones(2, int64);
        x.add_(ones(2, int32)).dtype.Should().Be(int64);
        var fraction = () => x.add_(0.5);
        fraction.Should().Throw<Exception>().OnManaged<ExternalException>("*Float32*can't be cast*Int64*");
        var y = ones(2);
        y.add_(ones(2, float64)).dtype.Should().Be(float32);
        y.data<float>().ToArray().Should().Equal(2, 2);
    }

    [Fact]
    public void Literals_have_torchsharps_types()
    {
        tensor(3).dtype.Should().Be(int32);
        tensor(3L).dtype.Should().Be(int64);
        tensor(3.0).dtype.Should().Be(float64);
        tensor(3f).dtype.Should().Be(float32);
        arange(6).dtype.Should().Be(int64);
        arange(0.0, 1.0, 0.25).dtype.Should().Be(float32);
        ones(2).dtype.Should().Be(float32);
        ((Tensor)true).dtype.Should().Be(@bool);
        full(2, 1.5).dtype.Should().Be(float32);
        full(2, 1L).dtype.Should().Be(int64);
    }

    [Fact]
    public void Items_are_read_by_their_own_type_and_converted_by_name()
    {
        var x = tensor(2.75);
        x.item<double>().Should().Be(2.75);
        var wrong = () => x.item<float>();
        wrong.Should().Throw<Exception>().OnManaged<ArgumentException>("*Single*Float64*");
        var many = () => ones(2).item<float>();
        many.Should().Throw<Exception>().OnManaged<ArgumentException>("*[2]*");
        x.ToSingle().Should().Be(2.75f);
        x.ToInt64().Should().Be(2);
        ((int)x).Should().Be(2);
        tensor(0).ToBoolean().Should().BeFalse();
    }

    [Fact]
    public void A_device_that_is_not_there_is_refused_with_the_way_out()
    {
        Action[] uses = [() => ones(2, device: CUDA), () => ones(2).cuda(), () => ones(2).to("cuda:0"), () => tensor(1f, new Device("cuda"))];
        foreach (var use in uses) use.Should().Throw<Exception>().OnManaged<NotSupportedException>("*cuda*--engine libtorch*");
        cuda.is_available().Should().BeFalse();
        var unknown = () => new Device("gpu");
        unknown.Should().Throw<ArgumentException>().WithMessage("*gpu*");
    }

    [Fact]
    public void Aliasing_factories_share_the_array_and_copying_ones_do_not()
    {
        var array = new[] { 1f, 2f, 3f };
        var alias = from_array(array);
        var copy = tensor(array);
        array[0] = 9;
        alias[0].ToSingle().Should().Be(9);
        copy[0].ToSingle().Should().Be(1);
        alias[2] = 7f;
        array[2].Should().Be(7);
        frombuffer(array, float32, 2, 1).data<float>().ToArray().Should().Equal(2, 7);
        as_tensor(array).to(float64)[0].ToDouble().Should().Be(9);
        from_array(new[,] { { 1L, 2 }, { 3, 4 } }).shape.Should().Equal(2, 2);
    }

    [Theory]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int64)]
    public void Integers_are_rectified_to_integers(ScalarType type)
    {
        Tensor X() => tensor(new[] { -3, 2, 9 }).to(type);
        Tensor Of(params int[] values) => tensor(values).to(type);

        nn.functional.relu(X()).ShouldEqual(Of(0, 2, 9));
        nn.functional.relu6(X()).ShouldEqual(Of(0, 2, 6));
        nn.functional.threshold(X(), 2.5, 7.9).ShouldEqual(Of(7, 7, 9));
        nn.functional.hardtanh(X()).dtype.Should().Be(type);
        X().relu_().ShouldEqual(Of(0, 2, 9));
        X().threshold_(2, -1).ShouldEqual(Of(-1, -1, 9));
    }

    [Fact]
    public void Bytes_are_rectified_to_bytes_and_truths_are_not_rectified()
    {
        var x = tensor(new byte[] { 0, 2, 255 });
        x.relu().ShouldEqual(x);
        x.threshold(2, 1).ShouldEqual(tensor(new byte[] { 1, 1, 255 }));
        Action[] wrong = [() => x.to(@bool).relu(), () => x.to(@bool).threshold(0, 0), () => x.to(@bool).relu6()];
        foreach (var activation in wrong) activation.Should().Throw<Exception>();
    }

    [Theory]
    [InlineData(ScalarType.Byte, ScalarType.Byte)]
    [InlineData(ScalarType.Int8, ScalarType.Bool)]
    [InlineData(ScalarType.Int64, ScalarType.Bool)]
    [InlineData(ScalarType.Float32, ScalarType.Bool)]
    [InlineData(ScalarType.Bool, ScalarType.Bool)]
    public void Whether_any_or_all_are_true_is_a_byte_for_bytes_and_else_a_bool(ScalarType type, ScalarType answer)
    {
        var x = tensor(new[] { 0, 2 }).to(type);
        x.any().ShouldEqual(tensor(1).to(answer));
        x.all().ShouldEqual(tensor(0).to(answer));
        x.any(0, true).ShouldEqual(tensor(new[] { 1 }).to(answer));
        x.all(0).ShouldEqual(tensor(0).to(answer));
    }
}
