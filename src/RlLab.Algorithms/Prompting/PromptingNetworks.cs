using RlLab.Algorithms.StraightThrough;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Prompting;

/// <summary>A speaker that turns what it sees into bits, and a listener that acts on what it sees and on the bits.</summary>
public sealed class PromptingNetworks : Module
{
    private readonly TorchSharp.Modules.Sequential speaker;
    private readonly TorchSharp.Modules.Sequential listener;
    private readonly Estimator _estimator;

    /// <summary>Networks with fresh weights.</summary>
    /// <param name="seen">Numbers that the speaker sees.</param>
    /// <param name="own">Numbers that the listener sees beside the bits.</param>
    /// <param name="bits">Bits of a message, from 1 to 30.</param>
    /// <param name="actions">The listener's actions.</param>
    /// <param name="hiddenUnits">Units of each network's hidden layer.</param>
    /// <param name="estimator">What a bit passes backward.</param>
    public PromptingNetworks(int seen, int own, int bits, int actions, int hiddenUnits, Estimator estimator)
        : base(nameof(PromptingNetworks))
    {
        Require.AtLeast(seen, 1);
        Require.AtLeast(own, 0);
        Require.Between(bits, 1, PromptingPlayer.MostBits);
        Require.AtLeast(actions, 1);
        Require.AtLeast(hiddenUnits, 1);
        speaker = Sequential(Linear(seen, hiddenUnits), ReLU(), Linear(hiddenUnits, bits), Sigmoid());
        listener = Sequential(Linear(own + bits, hiddenUnits), ReLU(), Linear(hiddenUnits, actions));
        _estimator = Require.Defined(estimator);
        RegisterComponents();
    }

    /// <summary>Where the weights are, and where what the networks are given has to be.</summary>
    public Device Device => speaker.parameters().First().device;

    /// <summary>What the speaker says: [steps, seen] to bits [steps, bits].</summary>
    /// <param name="observations">What it sees.</param>
    public Tensor Speak(Tensor observations) => Binarize.Apply(speaker.call(observations), _estimator);

    /// <summary>The logarithms of the listener's probabilities, negative infinity for an action that is not allowed: [steps, actions].</summary>
    /// <param name="own">What it sees: [steps, own].</param>
    /// <param name="message">What it hears: [steps, bits].</param>
    /// <param name="allowed">1 for an action that is allowed, as one in each step must be, 0 for one that is not: [steps, actions].</param>
    public Tensor Decide(Tensor own, Tensor message, Tensor allowed) =>
        LogProbabilities.Among(listener.call(cat([own, message], 1)), allowed.eq(0));
}
