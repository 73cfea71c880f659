using RlLab.Formats;
using RlLab.Lanes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Dqn;

/// <summary>A linear layer whose weights and biases are noisy, by deviations that are learned, so that a greedy policy explores.</summary>
/// <remarks>
/// Fortunato et al., "Noisy networks for exploration" (2018), with factorised Gaussian noise (section 3): the weight of input i for output j is
/// mean + deviation f(e_i) f(e_j), the bias of output j mean + deviation f(e_j), where each e is drawn from a normal distribution and
/// f(e) = sgn(e) sqrt(|e|). <see cref="NetworkNoise"/> draws it and silences it; a new layer is silent, and a silent one is a linear layer of the
/// means. Noise is no part of what a checkpoint of the network holds.
/// </remarks>
public sealed class NoisyLinear : Module<Tensor, Tensor>, IPerRun, IOnnxModule
{
    private readonly TorchSharp.Modules.Linear mean, deviation;

    // Null while the layer is silent. No buffers of the module: TorchSharp does not move to a device what it does not save.
    private Tensor? _inputNoise, _outputNoise;

    /// <summary>A layer with fresh weights, and without noise.</summary>
    /// <param name="inputs">How many numbers come in.</param>
    /// <param name="outputs">How many numbers go out.</param>
    /// <param name="initialDeviation">Every deviation at the start, times the root of the inputs; above 0. Default: 0.5, as in the paper.</param>
    public NoisyLinear(long inputs, long outputs, double initialDeviation = 0.5)
        : base(nameof(NoisyLinear))
    {
        // torch's initial weights and biases are the paper's: uniform up to 1 / sqrt(inputs), of either sign.
        mean = Linear(Require.AtLeast(inputs, 1), Require.AtLeast(outputs, 1));
        deviation = Linear(inputs, outputs);
        var start = Require.Positive(initialDeviation) / Math.Sqrt(inputs);
        init.constant_(deviation.weight!, start);
        init.constant_(deviation.bias!, start);
        RegisterComponents();
    }

    /// <summary>The factors of the inputs and of the outputs; null while the layer is silent.</summary>
    internal (Tensor Inputs, Tensor Outputs)? Noise => _inputNoise is null ? null : (_inputNoise, _outputNoise!);

    /// <summary>[..., inputs] to [..., outputs]; all rows see the same noise.</summary>
    /// <param name="input">The inputs.</param>
    public override Tensor forward(Tensor input)
    {
        if (_inputNoise is null)
        {
            return mean.call(input);
        }

        using var scope = NewDisposeScope();
        return Forward(input, _inputNoise, _outputNoise!, (layer, rows) => layer.call(rows)).MoveToOuterDisposeScope();
    }

    Tensor IPerRun.Forward(
        Tensor rows, long[] lengths, Module<Tensor, Tensor>[] modules, Func<Module<Tensor, Tensor>, Tensor, Tensor> call)
    {
        var layers = Array.ConvertAll(modules, module => (NoisyLinear)module);
        var silent = layers.Count(layer => layer.Noise is null);
        if (silent == layers.Length)
        {
            return call(mean, rows);
        }

        // Some act while others are evaluated.
        return silent > 0
            ? cat([.. rows.split(lengths).Zip(layers, (own, layer) => layer.call(own))])
            : Forward(rows, OfEachRow(layer => layer._inputNoise!), OfEachRow(layer => layer._outputNoise!), call);

        Tensor OfEachRow(Func<NoisyLinear, Tensor> noise) => cat([.. layers.Zip(lengths, (layer, length) => noise(layer).expand(length, -1))]);
    }

    /// <summary>Without noise, as it is evaluated.</summary>
    string IOnnxModule.Export(OnnxGraph graph, string input) => graph.Call(mean, nameof(mean), input);

    internal void Draw(RandomGenerator random)
    {
        Silence();
        var weight = mean.weight!;
        _inputNoise = Factors(weight.shape[1], random, weight.device);
        _outputNoise = Factors(weight.shape[0], random, weight.device);
    }

    internal void Silence()
    {
        _inputNoise?.Dispose();
        _outputNoise?.Dispose();
        (_inputNoise, _outputNoise) = (null, null);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Silence();
        }

        base.Dispose(disposing);
    }

    // The noise of a weight has a factor for its input and one for its output, so the noisy weights themselves need not be made.
    private Tensor Forward(Tensor rows, Tensor inputNoise, Tensor outputNoise, Func<Module<Tensor, Tensor>, Tensor, Tensor> call) =>
        call(mean, rows) + call(deviation, rows * inputNoise) * outputNoise;

    private static Tensor Factors(long count, RandomGenerator random, Device device)
    {
        var factors = new float[count];
        for (var i = 0; i < factors.Length; i++)
        {
            var drawn = random.NextGaussian();
            factors[i] = (float)(Math.Sign(drawn) * Math.Sqrt(Math.Abs(drawn)));
        }

        return tensor(factors, device: device).DetachFromDisposeScope();
    }
}
