using RlLab.Algorithms.StraightThrough;
using RlLab.Formats;
using RlLab.Lanes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Prompting;

/// <summary>
/// A policy of two networks with bits between: a speaker that makes bits of what it sees, and a listener that acts on what it sees and on the bits.
/// </summary>
/// <remarks>
/// It is asked what a <see cref="PromptedWorld"/> shows. Speaker and listener are one network to whoever trains it: the bits are made within, so that
/// the gradient of what the listener does passes through them, by the estimator, into the speaker.
/// </remarks>
public sealed class PromptingNetworks : Module<Tensor, Tensor>, IRowwise, IOnnxModule
{
    /// <summary>The most bits that a message can have.</summary>
    internal const int MostBits = 30;

    private readonly TorchSharp.Modules.Sequential? speaker;
    private readonly TorchSharp.Modules.Sequential listener;
    private readonly Estimator _estimator;
    private readonly float[] _said;

    /// <summary>Networks with fresh weights.</summary>
    /// <param name="seen">Numbers that the speaker sees.</param>
    /// <param name="own">Numbers that the listener sees beside the bits.</param>
    /// <param name="bits">Bits of a message, from 1 to 30.</param>
    /// <param name="actions">The listener's actions.</param>
    /// <param name="hiddenUnits">Units of each network's hidden layer.</param>
    /// <param name="estimator">What a bit passes backward; not <see cref="Estimator.Stochastic"/>.</param>
    /// <param name="channel">What the listener hears. Default: <see cref="Channel.Trained"/>; with another there is no speaker's network.</param>
    /// <exception cref="ArgumentException">The bits are drawn: those that the listener learns from would not be those that it heard.</exception>
    public PromptingNetworks(
        int seen, int own, int bits, int actions, int hiddenUnits, Estimator estimator, Channel channel = Channel.Trained)
        : base(nameof(PromptingNetworks))
    {
        (Seen, Own) = (Require.AtLeast(seen, 1), Require.AtLeast(own, 0));
        _said = new float[Require.Between(bits, 1, MostBits)];
        Require.AtLeast(actions, 1);
        Require.AtLeast(hiddenUnits, 1);
        _estimator = Require.Defined(estimator);
        if (estimator == Estimator.Stochastic)
        {
            throw new ArgumentException(
                "Bits of Estimator.Stochastic are drawn, and drawn anew when the networks learn: they would learn from what was not heard. Take one "
                + "of the estimators with a threshold.",
                nameof(estimator));
        }

        Channel = Require.Defined(channel);
        speaker = channel == Channel.Trained ? Sequential(Linear(seen, hiddenUnits), ReLU(), Linear(hiddenUnits, bits), Sigmoid()) : null;
        listener = Sequential(Linear(own + bits, hiddenUnits), ReLU(), Linear(hiddenUnits, actions), LogSoftmax(1));
        RegisterComponents();
    }

    /// <summary>Numbers that the speaker sees.</summary>
    public int Seen { get; }

    /// <summary>Numbers that the listener sees beside the bits.</summary>
    public int Own { get; }

    /// <summary>Bits of a message.</summary>
    public int Bits => _said.Length;

    /// <summary>What the listener hears.</summary>
    public Channel Channel { get; }

    object? IRowwise.Variant => (_estimator, Channel, Seen, Own);

    /// <summary>
    /// What a <see cref="PromptedWorld"/> shows [rows, seen + 1 + own + bits] to the logarithms of the listener's probabilities [rows, actions].
    /// </summary>
    /// <param name="input">Observations.</param>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Forward(input, (layer, rows) => layer.call(rows)).MoveToOuterDisposeScope();
    }

    /// <summary>What the speaker says of what it sees.</summary>
    /// <param name="seen">What it sees.</param>
    /// <param name="random">What a random message is drawn from.</param>
    /// <returns>The message, of which bit k is that of value 2^k.</returns>
    /// <exception cref="DivergedException">The network has no number left to make a bit of.</exception>
    public int Say(ReadOnlySpan<float> seen, RandomGenerator random)
    {
        if (speaker is null)
        {
            return Channel == Channel.Random ? random.NextInt(1 << Bits) : 0;
        }

        using (no_grad())
        using (NewDisposeScope())
        {
            var rows = tensor(seen.ToArray(), 1, seen.Length, device: speaker.parameters().First().device);
            Binarize.Apply(speaker.call(rows), _estimator).cpu().data<float>().CopyTo(_said);
        }

        var message = 0;
        for (var bit = 0; bit < _said.Length; bit++)
        {
            DivergedException.ThrowIfNotFinite(_said[bit], "a bit of the speaker's message");
            message |= _said[bit] >= 0.5f ? 1 << bit : 0;
        }

        return message;
    }

    Tensor IRowwise.Forward(Tensor rows, Func<Module<Tensor, Tensor>, Tensor, Tensor> call) => Forward(rows, call);

    string IOnnxModule.Export(OnnxGraph graph, string input)
    {
        if (speaker is null)
        {
            return graph.Call(listener, nameof(listener), Columns(Seen + 1, Own + Bits));
        }

        var bits = Binarize.Export(graph, graph.Call(speaker, nameof(speaker), Columns(0, Seen)));
        var message = graph.Add("Mul", [bits, Columns(Seen, 1)]);
        return graph.Call(listener, nameof(listener), graph.Add("Concat", [Columns(Seen + 1, Own), message], ("axis", 1L)));

        string Columns(long start, long count) =>
            graph.Add("Slice", [input, graph.Constant(start), graph.Constant(start + count), graph.Constant(1L)]);
    }

    // [rows, seen | spoken | own | bits]
    private Tensor Forward(Tensor rows, Func<Module<Tensor, Tensor>, Tensor, Tensor> call)
    {
        if (speaker is null)
        {
            return call(listener, rows.narrow(1, Seen + 1, Own + Bits));
        }

        // The bits in the observation are these without their gradient.
        var message = Binarize.Apply(call(speaker, rows.narrow(1, 0, Seen)), _estimator) * rows.narrow(1, Seen, 1);
        return call(listener, cat([rows.narrow(1, Seen + 1, Own), message], 1));
    }
}
