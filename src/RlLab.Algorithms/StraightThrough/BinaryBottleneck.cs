using RlLab.Formats;
using RlLab.Lanes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.StraightThrough;

/// <summary>Two networks with bits between them: numbers in, a code of bits, numbers out.</summary>
public sealed class BinaryBottleneck : Module<Tensor, Tensor>, IRowwise, IOnnxModule
{
    private readonly TorchSharp.Modules.Linear first;
    private readonly TorchSharp.Modules.Linear second;
    private readonly Estimator _estimator;

    /// <summary>A network with fresh weights.</summary>
    /// <param name="inputs">How many numbers come in.</param>
    /// <param name="bits">How many bits there are between.</param>
    /// <param name="outputs">How many numbers go out.</param>
    /// <param name="estimator">What the threshold passes backward.</param>
    public BinaryBottleneck(long inputs, long bits, long outputs, Estimator estimator)
        : base(nameof(BinaryBottleneck))
    {
        first = Linear(Require.AtLeast(inputs, 1), Require.AtLeast(bits, 1));
        second = Linear(bits, Require.AtLeast(outputs, 1));
        _estimator = Require.Defined(estimator);
        RegisterComponents();
    }

    /// <summary>The bits for some inputs. Shape: [batch, bits].</summary>
    /// <param name="input">[batch, inputs].</param>
    public Tensor Encode(Tensor input) => Binarize.Apply(first.call(input).sigmoid(), _estimator);

    /// <summary>[batch, inputs] to [batch, outputs].</summary>
    /// <param name="input">The inputs.</param>
    public override Tensor forward(Tensor input) => second.call(Encode(input));

    /// <summary>The bits of <see cref="Estimator.Stochastic"/> are drawn, each run's from its own generator.</summary>
    object? IRowwise.Variant => _estimator == Estimator.Stochastic ? null : _estimator;

    Tensor IRowwise.Forward(Tensor rows, Func<Module<Tensor, Tensor>, Tensor, Tensor> call) =>
        call(second, Binarize.Apply(call(first, rows).sigmoid(), _estimator));

    string IOnnxModule.Export(OnnxGraph graph, string input)
    {
        if (_estimator == Estimator.Stochastic)
        {
            throw new NotSupportedException("The bits of Estimator.Stochastic are drawn, so that they cannot be exported to ONNX.");
        }

        var numbers = graph.Add("Sigmoid", graph.Call(first, nameof(first), input));
        return graph.Call(second, nameof(second), Binarize.Export(graph, numbers));
    }
}
