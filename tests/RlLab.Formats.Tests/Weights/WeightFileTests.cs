using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Formats.Tests.Weights;

/// <summary>Weights are given by name and by exact shape, or not at all.</summary>
public sealed class WeightFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-weights-");

    [Fact]
    public void A_network_gets_the_weights_of_another_of_its_kind()
    {
        using var scope = NewDisposeScope();
        var (one, other) = (Sequential(Linear(2, 3), BatchNorm1d(3)), Sequential(Linear(2, 3), BatchNorm1d(3)));
        _ = one.call(randn(5, 2));
        WeightFile.Load(Write([.. WeightFile.Of(one)]), other);
        WeightFile.Of(other).Select(weight => weight.Name).Should().Equal(
            "0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked");
        WeightFile.Of(other).Select(weight => Elements.Of(weight.Tensor)).Should().BeEquivalentTo(
            WeightFile.Of(one).Select(weight => Elements.Of(weight.Tensor)), as_is => as_is.WithStrictOrdering());
        other.parameters().Select(parameter => parameter.requires_grad).Should().AllBeEquivalentTo(true);
    }

    [Fact]
    public void A_shape_that_would_broadcast_is_refused_by_the_name_of_its_tensor_and_the_network_left_as_it_was()
    {
        using var scope = NewDisposeScope();
        var network = Linear(2, 3);
        var before = Elements.Of(network.weight!);
        Loading(network, ("weight", zeros(3, 2)), ("bias", zeros(1)))
            .Should().Throw<InvalidDataException>().WithMessage("'bias' of *w.safetensors is Float32 [1], and the network's is Float32 [3].");
        Elements.Of(network.weight!).Should().Equal(before);
    }

    [Fact]
    public void Another_type_is_refused_by_the_name_of_its_tensor()
    {
        using var scope = NewDisposeScope();
        Loading(Linear(2, 1), ("weight", zeros(1, 2, ScalarType.Float64)), ("bias", zeros(1)))
            .Should().Throw<InvalidDataException>().WithMessage("'weight' of *is Float64 [1, 2]*Float32 [1, 2].");
    }

    [Fact]
    public void A_missing_and_an_unknown_name_are_told()
    {
        using var scope = NewDisposeScope();
        Loading(Linear(2, 1), ("weight", zeros(1, 2)))
            .Should().Throw<InvalidDataException>().WithMessage("*has no 'bias', which the network needs; it has weight.");
        Loading(Linear(2, 1), ("weight", zeros(1, 2)), ("bias", zeros(1)), ("scale", zeros(1)))
            .Should().Throw<InvalidDataException>().WithMessage("*has 'scale', and the network has none of that name; it has weight, bias.");
    }

    [Fact]
    public void A_file_of_another_ending_is_refused_with_those_that_can_be_read()
    {
        var file = Path.Combine(_folder.FullName, "policy.h5");
        File.WriteAllText(file, "");
        file.Invoking(WeightFile.Read).Should().Throw<InvalidDataException>().WithMessage("*policy.h5 is none*.safetensors, .pt, .pth.");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Action Loading(Module network, params (string, Tensor)[] tensors)
    {
        var file = Write(tensors);
        return () => WeightFile.Load(file, network);
    }

    private string Write(params (string, Tensor)[] tensors)
    {
        var path = Path.Combine(_folder.FullName, "w.safetensors");
        using var file = File.Create(path);
        Safetensors.Write(file, tensors);
        return path;
    }
}
