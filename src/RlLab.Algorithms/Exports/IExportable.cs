using RlLab.Formats;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>A policy that asks one network, so that it can be taken to other programs: the command <c>export</c>.</summary>
public interface IExportable
{
    /// <summary>The network: observations [batch, ...] to outputs [batch, outputs].</summary>
    Module<Tensor, Tensor> Network { get; }

    /// <summary>How an action is made of what the network gives.</summary>
    ActionChoice Choice { get; }

    /// <summary>Adds to a graph what makes of the network's outputs one number an action, or the action itself. Default: they are that.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="outputs">The name of the network's outputs in it: [batch, outputs].</param>
    /// <returns>The name of what an action is chosen by: [batch, actions], or [batch, elements of an action].</returns>
    string ToAction(OnnxGraph graph, string outputs) => outputs;
}

/// <summary>How an action is made of what a network gives.</summary>
public enum ActionChoice
{
    /// <summary>The network gives one number an action; the greatest is taken.</summary>
    Greatest,

    /// <summary>The network gives the logarithm of each action's probability, up to a constant; one is drawn.</summary>
    Drawn,

    /// <summary>The network gives the action itself, within the world's bounds.</summary>
    Given,
}
