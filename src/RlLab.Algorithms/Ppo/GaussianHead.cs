using RlLab.Formats;
using RlLab.Lanes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Ppo;

/// <summary>
/// The last layer of a policy for continuous actions: a mean of each number of an action, by what is seen, and the logarithm of its standard
/// deviation, which is learned and the same whatever is seen.
/// </summary>
public sealed class GaussianHead : Module<Tensor, Tensor>, IRowwise, IOnnxModule
{
    private readonly TorchSharp.Modules.Linear mean;

    // A layer whose one input is always 1, so that its weights are the numbers themselves and it is trained in lanes as any layer is.
    private readonly TorchSharp.Modules.Linear logDeviation;

    /// <summary>A head with fresh weights.</summary>
    /// <param name="features">How many numbers come in.</param>
    /// <param name="actions">How many numbers an action has.</param>
    /// <param name="deviation">The standard deviation at first, in the units of the actions where they are clipped. Default: 1.</param>
    public GaussianHead(long features, long actions, double deviation = 1)
        : base(nameof(GaussianHead))
    {
        mean = Linear(Require.AtLeast(features, 1), Require.AtLeast(actions, 1));
        logDeviation = Linear(1, actions, hasBias: false);
        using (no_grad())
        {
            logDeviation.weight!.fill_(Math.Log(Require.Positive(deviation)));
        }

        RegisterComponents();
    }

    /// <summary>[rows, features] to [rows, 2 x actions]: the means, then the logarithms of the deviations.</summary>
    /// <param name="input">The features.</param>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Forward(input, (layer, rows) => layer.call(rows)).MoveToOuterDisposeScope();
    }

    object? IRowwise.Variant => nameof(GaussianHead);

    /// <summary>The layer that is the logarithms of the deviations.</summary>
    internal TorchSharp.Modules.Linear LogDeviation => logDeviation;

    Tensor IRowwise.Forward(Tensor rows, Func<Module<Tensor, Tensor>, Tensor, Tensor> call) => Forward(rows, call);

    string IOnnxModule.Export(OnnxGraph graph, string input)
    {
        // Times 0, so that the one row of the deviations becomes as many as there are means.
        var means = graph.Call(mean, nameof(mean), input);
        var deviations = graph.Weight($"{nameof(logDeviation)}.weight", logDeviation.weight!.squeeze(1));
        return graph.Add("Concat", [means, graph.Add("Add", [graph.Add("Mul", [means, graph.Constant(0f)]), deviations])], ("axis", 1L));
    }

    private Tensor Forward(Tensor rows, Func<Module<Tensor, Tensor>, Tensor, Tensor> call) =>
        cat([call(mean, rows), call(logDeviation, ones([rows.shape[0], 1], device: rows.device))], 1);
}
