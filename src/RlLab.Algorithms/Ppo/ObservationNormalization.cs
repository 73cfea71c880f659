using RlLab.Formats;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Ppo;

/// <summary>
/// A first layer that shifts and scales each number of an observation to mean 0 and standard deviation 1 and cuts it to +-10, by what training has
/// seen so far. Put it into the trunk of an <see cref="ActorCritic"/>, or be it.
/// </summary>
/// <remarks>
/// Mean and deviation are looked at anew after each update, not in a rollout, so that what was acted by and what is learned from are the same; in
/// the first rollout observations are as they are. They are saved with the policy, and only training changes them.
/// </remarks>
public sealed class ObservationNormalization : Module<Tensor, Tensor>, IOnnxModule
{
    private const double Limit = 10;

    /// <summary>A layer that leaves observations as they are, up to its limits, until it has seen some.</summary>
    /// <param name="length">How many numbers an observation has.</param>
    public ObservationNormalization(int length)
        : base(nameof(ObservationNormalization))
    {
        Length = Require.AtLeast(length, 1);
        register_buffer("mean", zeros(length));
        register_buffer("deviation", ones(length));
    }

    /// <summary>How many numbers an observation has.</summary>
    public int Length { get; }

    /// <summary>[rows, length] to [rows, length].</summary>
    /// <param name="input">The observations.</param>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return ((input - get_buffer("mean")!) / get_buffer("deviation")!).clamp(-Limit, Limit).MoveToOuterDisposeScope();
    }

    string IOnnxModule.Export(OnnxGraph graph, string input)
    {
        var (mean, deviation) = (graph.Weight("mean", get_buffer("mean")!), graph.Weight("deviation", get_buffer("deviation")!));
        var scaled = graph.Add("Div", [graph.Add("Sub", [input, mean]), deviation]);
        return graph.Add("Min", [graph.Add("Max", [scaled, graph.Constant((float)-Limit)]), graph.Constant((float)Limit)]);
    }

    /// <summary>Follows what was seen.</summary>
    internal void Follow(ReadOnlySpan<Moments> moments)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (means, deviations) = (new float[Length], new float[Length]);
        for (var i = 0; i < Length; i++)
        {
            (means[i], deviations[i]) = ((float)moments[i].Mean, (float)Math.Sqrt(moments[i].Variance + 1e-8));
        }

        var (mean, deviation) = (get_buffer("mean")!, get_buffer("deviation")!);
        mean.copy_(tensor(means).to(mean.device));
        deviation.copy_(tensor(deviations).to(deviation.device));
    }
}
