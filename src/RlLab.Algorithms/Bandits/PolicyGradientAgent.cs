using RlLab.Engines;
using RlLab.Lanes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using LinearLayer = TorchSharp.Modules.Linear;
using SequentialNetwork = TorchSharp.Modules.Sequential;

namespace RlLab.Algorithms.Bandits;

/// <summary>A network that gives each arm its probability, trained by the policy gradient after every pull.</summary>
/// <remarks>The input is always 1. The loss of a pull is -reward log(p(arm) + 1e-5).</remarks>
/// <param name="network">[1, 1] to probabilities [1, arms].</param>
/// <param name="optimizer">Improves the network.</param>
/// <param name="arms">How many arms there are, at least 1.</param>
/// <param name="device">Where the network is: <c>cpu</c> or <c>cuda:0</c>.</param>
[Checkpointed]
public sealed partial class PolicyGradientAgent(Module<Tensor, Tensor> network, optim.Optimizer optimizer, int arms, string device)
    : IBanditAgent, IDisposable
{
    [Rebuilt]
    private readonly Tensor _input = ones(1, 1, device: torch.device(device));

    [Rebuilt]
    private readonly float[] _probabilities = new float[Require.AtLeast(arms, 1)];

    [Rebuilt]
    private readonly RowFunction? _rowFunction = RowFunctions.Of(network);

    // From a choice until what it earned is learned from; a run is not taken up between the two.
    [Rebuilt]
    private Tensor? _output;

    // What a lane asks for, and what is learned from there.
    [Rebuilt]
    private Request? _request;

    [Rebuilt]
    private GradientStep<PolicyGradientAgent>? _step;

    [Rebuilt]
    private long _arm;

    [Rebuilt]
    private double _reward;

    /// <summary>The probability of each arm.</summary>
    public IReadOnlyList<double> Probabilities
    {
        get
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            return [.. network.call(_input).cpu().data<float>().Select(p => (double)p)];
        }
    }

    /// <inheritdoc/>
    public int Choose(RandomGenerator random)
    {
        _output?.Dispose();
        using (NewDisposeScope())
        {
            // Kept with its graph: the loss of this pull is computed from it.
            _output = network.call(_input).DetachFromDisposeScope();
            var probabilities = _output.cpu().data<float>();
            if (probabilities.Count != _probabilities.Length)
            {
                throw new ArgumentException(
                    $"The network gives {probabilities.Count} probabilities for {_probabilities.Length} arms; it must give one each.");
            }

            probabilities.CopyTo(_probabilities);
        }

        return ArmDraw.From<float>(_probabilities, random);
    }

    /// <inheritdoc/>
    public void Learn(int arm, double reward)
    {
        using var scope = NewDisposeScope();
        var loss = -reward * log(_output!.select(1, arm) + 1e-5);
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
    }

    /// <inheritdoc/>
    public ValueTask<int> ChooseAsync(RandomGenerator random)
    {
        if (Lane.Current is not { } lane)
        {
            return ValueTask.FromResult(Choose(random));
        }

        _request = _request?.Lane == lane ? _request : new Request(this);
        if (!_request.IsToBeJoined)
        {
            return ValueTask.FromResult(Choose(random));
        }

        _output?.Dispose();
        _output = null;
        return _rowFunction is not null && _rowFunction([1], _probabilities)
            ? ValueTask.FromResult(ArmDraw.From<float>(_probabilities, random))
            : _request.AskFor(random);
    }

    /// <inheritdoc/>
    public ValueTask LearnAsync(int arm, double reward)
    {
        if (_output is not null)
        {
            Learn(arm, reward);
            return ValueTask.CompletedTask;
        }

        (_arm, _reward) = (arm, reward);
        _step ??= new(this, LossOf, optimizer, network);
        return _step.Apply();
    }

    private static Loss LossOf(Rows<PolicyGradientAgent> rows)
    {
        var probabilities = rows.Forward(agent => agent.Network, rows.Column(agent => agent._input));
        var arms = rows.Column(agent => tensor(agent._arm, device: agent._input.device).view(1, 1));
        return new(rows.Times(agent => -agent._reward, log(probabilities.gather(1, arms).squeeze(1) + 1e-5)));
    }

    private Module<Tensor, Tensor> Network => network;

    /// <summary>Lets go of the tensors; network and optimiser are the caller's.</summary>
    public void Dispose()
    {
        _input.Dispose();
        _output?.Dispose();
    }

    /// <summary>The network of this method: two hidden layers of 5 ReLU units, He-normal, all arms equally likely at first.</summary>
    /// <param name="arms">How many arms there are, at least 1.</param>
    public static SequentialNetwork CreateNetwork(int arms)
    {
        var (first, second, last) = (Linear(1, 5), Linear(5, 5), Linear(5, Require.AtLeast(arms, 1)));
        foreach (var hidden in (LinearLayer[])[first, second])
        {
            init.kaiming_normal_(hidden.weight!, nonlinearity: init.NonlinearityType.ReLU);
            init.zeros_(hidden.bias!);
        }

        // Equal weights give equal outputs, whatever the hidden units say.
        init.ones_(last.weight!);
        init.zeros_(last.bias!);
        return Sequential(first, ReLU(), second, ReLU(), last, Softmax(1));
    }

    /// <summary>A lane waits for its probabilities.</summary>
    private sealed class Request(PolicyGradientAgent agent)
        : NetworkRequest<float, int>(new JointNetwork(agent.Network), [1, 1], agent._probabilities.Length, agent._input.device)
    {
        private RandomGenerator? _random;

        public ValueTask<int> AskFor(RandomGenerator random)
        {
            (_random, Observation[0]) = (random, 1);
            return AskForResult();
        }

        public override void AnswerAlone()
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var probabilities = agent.Network.call(agent._input).cpu().data<float>();
            probabilities.CopyTo(Outputs);
        }

        protected override int Finish() => ArmDraw.From<float>(Outputs, _random!);
    }
}
