using RlLab.Algorithms.Dqn;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Dqn;

public sealed class NoisyLinearTests
{
    [Fact]
    public void It_begins_as_the_paper_says()
    {
        manual_seed(1);
        using var layer = new NoisyLinear(400, 30);
        var parameters = Parameters(layer);
        parameters.Keys.Should().BeEquivalentTo("mean.weight", "mean.bias", "deviation.weight", "deviation.bias");
        Values(parameters["deviation.weight"]).Concat(Values(parameters["deviation.bias"])).Should().OnlyContain(x => x == 0.025f, "0.5 / sqrt(400)");
        foreach (var name in (string[])["mean.weight", "mean.bias"])
        {
            Values(parameters[name]).Should().OnlyContain(x => Math.Abs(x) <= 0.05, "1 / sqrt(400)");
            Values(parameters[name]).Max(Math.Abs).Should().BeGreaterThan(0.04f);
        }
    }

    [Fact]
    public void Silent_it_is_a_linear_layer_of_the_means()
    {
        using var layer = new NoisyLinear(3, 2);
        using var scope = NewDisposeScope();
        var (noise, input) = (new NetworkNoise(layer, new RandomGenerator(1)), randn(4, 3));
        var expected = Values(functional.linear(input, Parameters(layer)["mean.weight"], Parameters(layer)["mean.bias"]));
        Values(layer.call(input)).Should().Equal(expected, "it is new");
        noise.Draw();
        Values(layer.call(input)).Should().NotEqual(expected);
        noise.Silence();
        Values(layer.call(input)).Should().Equal(expected);
    }

    /// <summary>The noise of output j is f(e_j) (sum_i deviation_ji f(e_i) x_i + deviation_j); the mean of f(e)^2 = |e| is sqrt(2 / pi).</summary>
    [Fact]
    public void Outputs_have_the_mean_and_the_deviation_of_factorised_noise()
    {
        const int Draws = 40_000;
        using var layer = new NoisyLinear(2, 2);
        Set(layer, "mean.weight", 1, 2, 3, 4);
        Set(layer, "mean.bias", 5, -6);
        Set(layer, "deviation.weight", 0.5f, 0.25f, 1, 0);
        Set(layer, "deviation.bias", 0.75f, 0.1f);
        var noise = new NetworkNoise(layer, new RandomGenerator(7));
        using var input = tensor(new[] { 1f, -2f }, 1, 2);
        var (sums, squares, products) = (new double[2], new double[2], 0.0);
        for (var draw = 0; draw < Draws; draw++)
        {
            using var scope = NewDisposeScope();
            noise.Draw();
            var output = Values(layer.call(input));
            var (first, second) = (output[0] - (1 - 4 + 5), output[1] - (3 - 8 - 6));
            sums[0] += first;
            sums[1] += second;
            squares[0] += first * first;
            squares[1] += second * second;
            products += first * second;
        }

        var mean = Math.Sqrt(2 / Math.PI);
        double[] variances = [mean * (mean * (0.25 + 0.0625 * 4) + 0.5625), mean * (mean * 1 + 0.01)];
        for (var output = 0; output < 2; output++)
        {
            (sums[output] / Draws).Should().BeApproximately(0, 0.02, "its standard error is 0.005");
            (squares[output] / Draws).Should().BeApproximately(variances[output], 0.05 * variances[output], "its standard error is about 1%");
        }

        (products / Draws).Should().BeApproximately(0, 0.02, "outputs have noise of their own");
    }

    [Fact]
    public void Gradients_are_those_of_the_noisy_weights()
    {
        using var layer = new NoisyLinear(3, 2);
        new NetworkNoise(layer, new RandomGenerator(3)).Draw();
        using var scope = NewDisposeScope();
        var (input, cotangent) = (randn(5, 3).requires_grad_(), randn(5, 2));
        (layer.call(input) * cotangent).sum().backward();

        // The same with the noisy weight and bias written out (equation 9).
        var (inputNoise, biasNoise) = layer.Noise!.Value;
        var weightNoise = outer(biasNoise, inputNoise);
        var parameters = Parameters(layer).ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone().requires_grad_());
        var weight = parameters["mean.weight"] + parameters["deviation.weight"] * weightNoise;
        var bias = parameters["mean.bias"] + parameters["deviation.bias"] * biasNoise;
        var sameInput = input.detach().clone().requires_grad_();
        (functional.linear(sameInput, weight, bias) * cotangent).sum().backward();

        Values(input.grad!).Should().Equal(Values(sameInput.grad!), Close);
        foreach (var (name, parameter) in Parameters(layer))
        {
            Values(parameter.grad!).Should().Equal(Values(parameters[name].grad!), Close, name);
        }
    }

    [Fact]
    public void Noise_is_drawn_for_every_noisy_layer_within_a_network_and_is_no_part_of_its_checkpoint()
    {
        using var network = Sequential(Linear(2, 3), ReLU(), new NoisyLinear(3, 3), Sequential(ReLU(), new DuelingHead(3, 2, initialDeviation: 0.5)));
        using var other = Sequential(Linear(2, 3), ReLU(), new NoisyLinear(3, 3), Sequential(ReLU(), new DuelingHead(3, 2, initialDeviation: 0.5)));
        new NetworkNoise(network, new RandomGenerator(1)).Draw();
        NetworkNoise.LayersOf(network).Should().HaveCount(3).And.OnlyContain(
            layer => layer.Noise!.Value.Inputs.count_nonzero().item<long>() == 3 && layer.Noise!.Value.Outputs.count_nonzero().item<long>() > 0);
        network.state_dict().Keys.Should().NotContain(name => name.Contains("noise", StringComparison.Ordinal));
        using var file = new MemoryStream();
        network.save(file);
        using var copy = new MemoryStream(file.ToArray());
        other.load(copy);
        NetworkNoise.LayersOf(other).Should().OnlyContain(layer => layer.Noise == null);
    }

    private static bool Close(float a, float b) => Math.Abs(a - b) < 1e-5;

    private static Dictionary<string, TorchSharp.Modules.Parameter> Parameters(Module layer) =>
        layer.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);

    private static void Set(NoisyLinear layer, string name, params float[] values)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var parameter = Parameters(layer)[name];
        parameter.copy_(tensor(values).view(parameter.shape));
    }

    private static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
