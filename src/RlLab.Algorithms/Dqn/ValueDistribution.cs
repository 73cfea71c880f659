using RlLab.Formats;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Dqn;

/// <summary>How a network describes the distribution of an action's return, where it is to learn more of it than its expectation.</summary>
/// <remarks>
/// Bellemare, Dabney and Munos, "A distributional perspective on reinforcement learning" (2017). Derive from it for a description of your own. All
/// that is done to a row is done to it alone, and with torch's operations, so that runs that train in lanes share them.
/// </remarks>
public abstract record ValueDistribution
{
    /// <summary>How many numbers describe it: what a network gives for each action, the actions' one after the other.</summary>
    public abstract int Numbers { get; }

    /// <summary>The expectation, by which actions are chosen. Shape: [...].</summary>
    /// <param name="numbers">What the network gives: [..., numbers].</param>
    public abstract Tensor Expectation(Tensor numbers);

    /// <summary>How far each transition's description is from its target. Shape: [batch].</summary>
    /// <param name="numbers">What the network gives for the action that was taken: [batch, numbers].</param>
    /// <param name="next">What the target network gives for the next action: [batch, numbers], without gradients.</param>
    /// <param name="rewards">[batch].</param>
    /// <param name="nextWeights">[batch]: the discount of what follows, 0 where nothing does.</param>
    public abstract Tensor Errors(Tensor numbers, Tensor next, Tensor rewards, Tensor nextWeights);

    /// <summary>Adds <see cref="Expectation"/> to a graph, so that a policy can be exported. Default: it cannot.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="numbers">The name of what the network gives: [batch, actions, numbers].</param>
    /// <returns>The name of the expectations: [batch, actions].</returns>
    /// <exception cref="NotSupportedException">It does not say how.</exception>
    protected internal virtual string ExportExpectation(OnnxGraph graph, string numbers) =>
        throw new NotSupportedException($"The expectation of a {GetType().Name} cannot be exported to ONNX: it does not override ExportExpectation.");

    /// <summary>Throws where its settings are each right and cannot work together.</summary>
    /// <exception cref="ArgumentException">They cannot.</exception>
    protected internal virtual void Check()
    {
    }

    /// <summary>A network's numbers by action. Shape: [batch, actions, numbers].</summary>
    /// <param name="outputs">[batch, actions x numbers].</param>
    internal Tensor ByAction(Tensor outputs) => outputs.view(outputs.shape[0], -1, Numbers);

    /// <summary>The numbers of one action a row. Shape: [batch, numbers].</summary>
    /// <param name="byAction">[batch, actions, numbers].</param>
    /// <param name="actions">[batch, 1], int64.</param>
    internal Tensor Of(Tensor byAction, Tensor actions) => byAction.gather(1, actions.unsqueeze(2).expand(-1, 1, Numbers)).squeeze(1);
}
