using RlLab.Formats;
using RlLab.Lanes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Dqn;

/// <summary>A network that describes distributions, as one of action values: what a <see cref="GreedyPolicy{TElement}"/> asks.</summary>
public sealed class ExpectedValues : Module<Tensor, Tensor>, IRowwise, IOnnxModule
{
    private readonly Module<Tensor, Tensor> network;
    private readonly ValueDistribution _distribution;

    /// <summary>Looks at a network, whose weights stay its own.</summary>
    /// <param name="network">Observations [batch, ...] to [batch, actions x numbers].</param>
    /// <param name="distribution">What the numbers mean.</param>
    public ExpectedValues(Module<Tensor, Tensor> network, ValueDistribution distribution)
        : base(nameof(ExpectedValues))
    {
        (this.network, _distribution) = (network, distribution);
        RegisterComponents();
    }

    /// <summary>Observations [batch, ...] to action values [batch, actions].</summary>
    /// <param name="input">The observations.</param>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Forward(input, (layer, rows) => layer.call(rows)).MoveToOuterDisposeScope();
    }

    /// <summary>The network that describes distributions, whose weights they are.</summary>
    internal Module<Tensor, Tensor> Network => network;

    object? IRowwise.Variant => _distribution;

    Tensor IRowwise.Forward(Tensor rows, Func<Module<Tensor, Tensor>, Tensor, Tensor> call) => Forward(rows, call);

    string IOnnxModule.Export(OnnxGraph graph, string input)
    {
        var outputs = graph.Call(network, nameof(network), input);
        return _distribution.ExportExpectation(graph, graph.Add("Reshape", [outputs, graph.Constant(0L, -1, _distribution.Numbers)]));
    }

    private Tensor Forward(Tensor rows, Func<Module<Tensor, Tensor>, Tensor, Tensor> call) =>
        _distribution.Expectation(_distribution.ByAction(call(network, rows)));
}
