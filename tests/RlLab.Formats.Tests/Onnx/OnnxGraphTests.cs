using RlLab.Algorithms.StraightThrough;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Formats.Tests.Onnx;

/// <summary>What is written is what OnnxRuntime runs, to the numbers that the engine gives.</summary>
public sealed class OnnxGraphTests
{
    public static TheoryData<string> Networks => [.. SampleNetworks.Names];

    [Theory]
    [MemberData(nameof(Networks))]
    public void OnnxRuntime_gives_the_outputs_of_the_network(string name)
    {
        var (network, shape, type) = SampleNetworks.Make(name);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var observations = SampleNetworks.Observations(shape, type, 7);
        var expected = network.call(observations);

        using var model = new OnnxModel(OnnxModel.Write(network, shape, type, expected.shape[1]));
        var found = model.Run(observations);

        found.Should().HaveCount((int)expected.numel());
        found.Zip(expected.data<float>(), (a, b) => Math.Abs(a - b) / (1 + Math.Abs(b))).Max().Should().BeLessThan(1e-5f);
    }

    [Fact]
    public void What_the_file_says_of_itself_is_kept()
    {
        using var network = Linear(2, 2);
        using var model = new OnnxModel(
            OnnxModel.Write(network, [2], ScalarType.Float32, 2, new Dictionary<string, string> { ["rllab.run"] = "1a2b", ["empty"] = "" }));
        model.Metadata.Should().BeEquivalentTo(new Dictionary<string, string> { ["rllab.run"] = "1a2b", ["empty"] = "" });
    }

    [Fact]
    public void A_layer_that_cannot_be_exported_is_named_with_its_place_and_what_can()
    {
        using var network = Sequential(Linear(2, 2), Sequential(("inner", Hardswish())));
        network.Invoking(n => OnnxModel.Write(n, [2], ScalarType.Float32, 2)).Should().Throw<NotSupportedException>()
            .WithMessage("'1.inner' of the network is a Hardswish, which cannot be exported to ONNX. What can: Linear, *IOnnxModule*");
    }

    [Fact]
    public void A_convolution_that_pads_by_reflection_cannot_be_exported()
    {
        using var network = Sequential(Conv2d(1, 1, kernel_size: 3, padding: 1, padding_mode: PaddingModes.Reflect));
        network.Invoking(n => OnnxModel.Write(n, [1, 5, 5], ScalarType.Float32, 25)).Should().Throw<NotSupportedException>()
            .WithMessage("'0' of the network is a Conv2d that pads otherwise*");
    }

    [Fact]
    public void A_softplus_of_another_slope_cannot_be_exported()
    {
        using var network = Sequential(Softplus(beta: 2));
        network.Invoking(n => OnnxModel.Write(n, [1], ScalarType.Float32, 1)).Should().Throw<NotSupportedException>().WithMessage("*Softplus*");
    }

    [Fact]
    public void Weights_of_another_type_than_float32_are_refused_by_name()
    {
        using var network = Sequential(Linear(2, 2)).to(ScalarType.Float64);
        network.Invoking(n => OnnxModel.Write(n, [2], ScalarType.Float32, 2)).Should().Throw<NotSupportedException>()
            .WithMessage("'0.weight' is of Float64*");
    }

    [Fact]
    public void Bits_that_are_drawn_cannot_be_exported()
    {
        using var network = new BinaryBottleneck(2, 2, 2, Estimator.Stochastic);
        network.Invoking(n => OnnxModel.Write(n, [2], ScalarType.Float32, 2)).Should().Throw<NotSupportedException>().WithMessage("*drawn*");
    }
}
