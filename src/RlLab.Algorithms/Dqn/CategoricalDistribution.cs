using RlLab.Formats;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Dqn;

/// <summary>Probabilities of returns that are fixed and evenly spaced, the atoms (C51): a network gives their logits.</summary>
/// <remarks>
/// Bellemare, Dabney and Munos, "A distributional perspective on reinforcement learning" (2017), section 4. A return beyond the atoms counts as the
/// nearest one; a new network, to which all are about as likely, expects their middle. The error is the Kullback-Leibler divergence from the
/// projected target, whose gradient is that of the paper's cross-entropy and which is 0 where nothing is left to learn; it is also the priority of
/// Hessel et al., "Rainbow" (2018).
/// </remarks>
/// <param name="Lowest">The lowest return, finite.</param>
/// <param name="Highest">The highest return, finite and above <paramref name="Lowest"/>.</param>
/// <param name="Atoms">How many returns there are, from the lowest to the highest, at least 2. Default: 51.</param>
public sealed record CategoricalDistribution(double Lowest, double Highest, int Atoms = 51) : ValueDistribution
{
    /// <summary>The lowest return, finite.</summary>
    public double Lowest { get; init => field = Require.Finite(value); } = Require.Finite(Lowest);

    /// <summary>The highest return, finite and above <see cref="Lowest"/>.</summary>
    public double Highest { get; init => field = Require.Finite(value); } = Require.Finite(Highest);

    /// <summary>How many returns there are, from the lowest to the highest, at least 2. Default: 51.</summary>
    public int Atoms { get; init => field = Require.AtLeast(value, 2); } = Require.AtLeast(Atoms, 2);

    /// <inheritdoc/>
    public override int Numbers => Atoms;

    private double Spacing => (Highest - Lowest) / (Atoms - 1);

    /// <inheritdoc/>
    public override Tensor Expectation(Tensor numbers) => (functional.softmax(numbers, -1) * Support(numbers.device)).sum(-1);

    /// <inheritdoc/>
    public override Tensor Errors(Tensor numbers, Tensor next, Tensor rewards, Tensor nextWeights)
    {
        var target = Project(functional.softmax(next, 1), rewards, nextWeights);
        return functional.kl_div(functional.log_softmax(numbers, 1), target, log_target: false, Reduction.None).sum(1);
    }

    /// <summary>
    /// The atoms' probabilities once each return is shrunk and moved: what lands between two atoms is shared among them by nearness (equation 7).
    /// Shape: [batch, atoms].
    /// </summary>
    /// <param name="probabilities">[batch, atoms].</param>
    /// <param name="rewards">[batch].</param>
    /// <param name="nextWeights">[batch].</param>
    internal Tensor Project(Tensor probabilities, Tensor rewards, Tensor nextWeights)
    {
        var returns = (rewards.unsqueeze(1) + nextWeights.unsqueeze(1) * Support(rewards.device)).clamp(Lowest, Highest); // [batch, from]
        var places = ((returns - Lowest) / Spacing).unsqueeze(1); // [batch, 1, from], in atoms from the lowest
        var atoms = arange(Atoms, device: rewards.device).to_type(ScalarType.Float32).unsqueeze(1); // [to, 1]
        var shares = (places - atoms).abs_().neg_().add_(1).clamp_min_(0); // [batch, to, from]
        return (shares * probabilities.unsqueeze(1)).sum(2);
    }

    /// <inheritdoc/>
    protected internal override void Check()
    {
        if (Lowest >= Highest)
        {
            throw new ArgumentException(
                $"The distribution's Lowest is {Lowest} and its Highest {Highest}: returns must go up from the first to the second.");
        }
    }

    /// <inheritdoc/>
    protected internal override string ExportExpectation(OnnxGraph graph, string numbers)
    {
        using var support = Support(CPU);
        var products = graph.Add("Mul", [graph.Add("Softmax", numbers, ("axis", 2L)), graph.Constant(support.data<float>().ToArray())]);
        return graph.Add("ReduceSum", [products, graph.Constant(2L)], ("keepdims", 0L));
    }

    private Tensor Support(Device device) => linspace(Lowest, Highest, Atoms, ScalarType.Float32, device);
}
