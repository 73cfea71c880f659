using RlLab.Formats;
using static TorchSharp.torch;

namespace RlLab.Algorithms;

/// <summary>What a network's numbers say of the actions of a space: a draw, the likeliest, and their log-probabilities.</summary>
/// <typeparam name="TAction">An action.</typeparam>
internal abstract record ActionDistribution<TAction>
{
    /// <summary>How many numbers the network gives for an observation.</summary>
    public abstract int Outputs { get; }

    /// <summary>How many numbers are kept of an action, for <see cref="Of"/>.</summary>
    public abstract int Kept { get; }

    /// <summary>What <see cref="Of"/> sees these numbers as.</summary>
    public abstract ScalarType Type { get; }

    /// <summary>How an exported policy makes an action of what <see cref="Export"/> gives.</summary>
    public virtual ActionChoice Choice => ActionChoice.Drawn;

    /// <summary>Draws an action.</summary>
    /// <param name="outputs">The network's numbers.</param>
    /// <param name="allowed">A flag for each action of a <see cref="Discrete"/> space, one of them set; empty where all are allowed.</param>
    /// <param name="random">What to draw from.</param>
    /// <param name="kept">Receives what is kept of it.</param>
    /// <param name="logProbability">Receives the logarithm of its probability, or of its density.</param>
    /// <exception cref="DivergedException">A number is not finite.</exception>
    public abstract TAction Draw(
        ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, RandomGenerator random, Span<float> kept, out float logProbability);

    /// <summary>The likeliest action; of several, the first.</summary>
    /// <param name="outputs">The network's numbers.</param>
    /// <param name="allowed">A flag for each action of a <see cref="Discrete"/> space, one of them set; empty where all are allowed.</param>
    /// <exception cref="DivergedException">A number is not finite.</exception>
    public abstract TAction Likeliest(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed);

    /// <summary>The logarithms of actions' probabilities or densities, and the distributions' entropies in nats. Shape of both: [rows].</summary>
    /// <param name="outputs">The network's numbers: [rows, outputs].</param>
    /// <param name="actions">What was kept of the actions: [rows, kept].</param>
    /// <param name="forbidden">True for an action that is not allowed: [rows, actions]; null where all are.</param>
    public abstract (Tensor LogProbabilities, Tensor Entropies) Of(Tensor outputs, Tensor actions, Tensor? forbidden);

    /// <summary>Adds to a graph what makes of the network's numbers those that an action is chosen by. Default: they are these.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="outputs">The name of the network's numbers: [batch, outputs].</param>
    /// <returns>The name of the numbers.</returns>
    public virtual string Export(OnnxGraph graph, string outputs) => outputs;

    /// <summary>Throws where a number of a network is not finite.</summary>
    protected static void Check(ReadOnlySpan<float> outputs)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            if (!float.IsFinite(outputs[i]))
            {
                throw new DivergedException($"number {i} of the policy's network", outputs[i]);
            }
        }
    }
}
