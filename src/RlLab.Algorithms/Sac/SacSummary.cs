namespace RlLab.Algorithms.Sac;

/// <summary>What an update was like, before its steps; or the means of several.</summary>
/// <param name="CriticLoss">Half of the sum of both critics' mean squared errors.</param>
/// <param name="Value">The mean value that the critics gave the transitions' actions.</param>
/// <param name="CriticGradientNorm">The Euclidean norm of both critics' gradient.</param>
/// <param name="PolicyLoss">The mean of alpha log p(a|s) - min Q(s, a).</param>
/// <param name="Entropy">
/// The policy's mean entropy in the transitions' states, in nats, of actions counted from -1 to 1; estimated by one draw each.
/// </param>
/// <param name="PolicyGradientNorm">The Euclidean norm of the policy's gradient.</param>
/// <param name="Temperature">Alpha.</param>
public readonly record struct SacSummary(
    double CriticLoss,
    double Value,
    double CriticGradientNorm,
    double PolicyLoss,
    double Entropy,
    double PolicyGradientNorm,
    double Temperature);

/// <summary>Means over the updates between two log points.</summary>
[Checkpointed]
internal sealed partial class TrainingSummary
{
    private double _criticLosses, _values, _criticGradientNorms, _policyLosses, _entropies, _policyGradientNorms, _temperatures;
    private int _updates;

    public void Add(SacSummary update)
    {
        _criticLosses += update.CriticLoss;
        _values += update.Value;
        _criticGradientNorms += update.CriticGradientNorm;
        _policyLosses += update.PolicyLoss;
        _entropies += update.Entropy;
        _policyGradientNorms += update.PolicyGradientNorm;
        _temperatures += update.Temperature;
        _updates++;
    }

    public void Log(IRun run, long step, SacOptions options, StepSpeed speed)
    {
        run.LogMetrics(step, ("train/steps_per_second", speed.At(step)));
        if (_updates > 0)
        {
            run.LogMetrics(
                step,
                ("train/critic_loss", _criticLosses / _updates),
                ("train/actor_loss", _policyLosses / _updates),
                ("train/value_mean", _values / _updates),
                ("train/entropy", _entropies / _updates),
                ("train/alpha", _temperatures / _updates),
                ("train/critic_gradient_norm", _criticGradientNorms / _updates),
                ("train/actor_gradient_norm", _policyGradientNorms / _updates));
        }

        run.ReportProgress(step, options.Steps);
        (_criticLosses, _values, _criticGradientNorms, _policyLosses, _entropies, _policyGradientNorms, _temperatures) = (0, 0, 0, 0, 0, 0, 0);
        _updates = 0;
    }
}
