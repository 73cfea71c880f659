using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Sac;

/// <summary>A step of the critics, of the policy and of the temperature on a batch of transitions, and the targets' following.</summary>
/// <remarks>
/// Haarnoja et al., "Soft actor-critic algorithms and applications" (2019), algorithm 1. The critics learn y = r + w (min Q'(s', a') - alpha log
/// p(a'|s')), equation 6, with the targets Q', an action a' that the policy draws, and w the discount, or 0 where the episode terminated. The
/// policy's loss is alpha log p(a|s) - min Q(s, a), equation 9, with an action a that it draws, and that is differentiated through.
/// </remarks>
[Checkpointed]
public sealed partial class SacUpdate : IDisposable
{
    private readonly Module<Tensor, Tensor> _policy, _critic, _target;
    private readonly optim.Optimizer _policyOptimizer, _criticOptimizer;
    private readonly SacOptions _options;
    private readonly Temperature _temperature;
    [Rebuilt]
    private readonly TorchSharp.Modules.Parameter[] _criticParameters;

    [Rebuilt]
    private readonly GradientStep<SacUpdate> _criticStep, _policyStep;

    // What the steps that are being taken learn from.
    [Rebuilt]
    private SacTensors _batch;

    /// <summary>Makes the target a copy of the critic.</summary>
    /// <param name="policy">Observations [batch, ...] to [batch, 2 x elements]: means, then logarithms of deviations.</param>
    /// <param name="critic">Observations and actions [batch, both] to values [batch, 2], as a <see cref="TwinCritic"/> does.</param>
    /// <param name="target">A critic of the same shape, on the same device.</param>
    /// <param name="policyOptimizer">Improves the policy's parameters.</param>
    /// <param name="criticOptimizer">Improves the critic's parameters.</param>
    /// <param name="options">The temperature, and how the target follows.</param>
    /// <param name="elements">How many elements an action has.</param>
    public SacUpdate(
        Module<Tensor, Tensor> policy,
        Module<Tensor, Tensor> critic,
        Module<Tensor, Tensor> target,
        optim.Optimizer policyOptimizer,
        optim.Optimizer criticOptimizer,
        SacOptions options,
        int elements)
    {
        (_policy, _critic, _target, _options) = (policy, critic, target, options);
        (_policyOptimizer, _criticOptimizer) = (policyOptimizer, criticOptimizer);
        _temperature = new Temperature(options, Require.AtLeast(elements, 1));
        _criticParameters = [.. critic.parameters()];
        _criticStep = new(this, CriticLoss, criticOptimizer, critic, target, policy)
        {
            Names = ["the critics' loss", "the mean value of the actions learned from"], NormName = "the norm of the critics' gradient",
        };
        _policyStep = new(this, PolicyLoss, policyOptimizer, policy, critic)
        {
            Names = ["the policy's loss", "the policy's entropy"], NormName = "the norm of the policy's gradient",
        };
        TargetNetwork.Follow(target, critic, rate: 1);

        // All act and value as they would be used; only the updates' own passes have batch statistics.
        policy.eval();
        critic.eval();
        target.eval();
    }

    /// <summary>Alpha: what a nat of entropy is worth in reward.</summary>
    public double Temperature => _temperature.Value;

    /// <summary>Improves critics, policy and temperature, and moves the target towards the critic.</summary>
    /// <param name="batch">What to learn from.</param>
    /// <returns>What the update was like, before its steps.</returns>
    /// <exception cref="DivergedException">
    /// A loss, the mean value, the entropy, a gradient or the temperature is not finite; the weights it would have moved are as before.
    /// </exception>
    public async ValueTask<SacSummary> Apply(SacBatch batch)
    {
        using var scope = NewDisposeScope();
        _batch = batch.ToDevice();
        var temperature = Temperature;
        await _criticStep.Apply();

        // The policy's gradient goes through the critics, and not into them.
        RequireCriticGradients(false);
        try
        {
            await _policyStep.Apply();
        }
        finally
        {
            RequireCriticGradients(true);
        }

        _temperature.Follow(_policyStep.Figures[1]);
        TargetNetwork.Follow(_target, _critic, _options.TargetUpdateRate);
        return new SacSummary(
            _criticStep.Figures[0], _criticStep.Figures[1], _criticStep.Norm, _policyStep.Figures[0], _policyStep.Figures[1], _policyStep.Norm,
            temperature);
    }

    /// <summary>Lets go of the temperature.</summary>
    public void Dispose() => _temperature.Dispose();

    private static Loss CriticLoss(Rows<SacUpdate> rows)
    {
        var targets = Targets(rows);
        var (observations, actions) = (rows.Column(update => update._batch.Observations), rows.Column(update => update._batch.Actions));
        var values = rows.ForwardInTraining(update => update._critic, Both(observations, actions)); // [rows, 2]

        // The mean over both critics is half of the sum of their mean squared errors: equation 5.
        return new(rows.SquaredError(values, targets.unsqueeze(1).expand(values.shape)), [rows.Mean(values.detach())]);
    }

    /// <summary>y. Shape: [rows].</summary>
    private static Tensor Targets(Rows<SacUpdate> rows)
    {
        using var noGrad = no_grad();
        var next = rows.Column(update => update._batch.NextObservations);
        var (actions, logProbabilities) = SquashedGaussian.Draw(
            rows.Forward(update => update._policy, next), rows.Column(update => update._batch.NextNoise));
        var values = rows.Forward(update => update._target, Both(next, actions)).amin([1]);
        return rows.Column(update => update._batch.Rewards) + rows.Column(update => update._batch.NextWeights) * values
            - rows.Column(update => update._batch.NextWeights * update.Temperature) * logProbabilities;
    }

    private static Loss PolicyLoss(Rows<SacUpdate> rows)
    {
        var (observations, noise) = (rows.Column(update => update._batch.Observations), rows.Column(update => update._batch.Noise));
        var (actions, logProbabilities) = SquashedGaussian.Draw(rows.ForwardInTraining(update => update._policy, observations), noise);
        var values = rows.Forward(update => update._critic, Both(observations, actions)).amin([1]);
        var entropy = -rows.Mean(logProbabilities);
        return new(-rows.Times(update => update.Temperature, entropy) - rows.Mean(values), [entropy]);
    }

    /// <summary>What a critic sees. Shape: [rows, elements of an observation and of an action].</summary>
    private static Tensor Both(Tensor observations, Tensor actions) => cat([observations.flatten(1), actions], 1);

    private void RequireCriticGradients(bool required)
    {
        foreach (var parameter in _criticParameters)
        {
            parameter.requires_grad = required;
        }
    }
}
