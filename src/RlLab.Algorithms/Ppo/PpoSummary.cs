namespace RlLab.Algorithms.Ppo;

/// <summary>Means over the steps of an update.</summary>
internal sealed class PpoSummary
{
    private double _policyLoss, _valueLoss, _entropy, _divergence, _clipped, _gradientNorm;
    private int _steps;

    /// <summary>Adds a step of the optimiser.</summary>
    /// <param name="figures">The loss, the policy's loss, the value's loss, the entropy, and the logarithm of each row's ratio.</param>
    /// <param name="gradientNorm">The gradient's norm, before it was limited.</param>
    /// <param name="clipRange">How far probabilities may move.</param>
    /// <returns>The approximate divergence from the rollout's policy before the step.</returns>
    public double Add(ReadOnlySpan<float> figures, double gradientNorm, double clipRange)
    {
        _policyLoss += figures[1];
        _valueLoss += figures[2];
        _entropy += figures[3];
        _gradientNorm += gradientNorm;
        _steps++;

        // Schulman, "Approximating KL divergence" (2020): the mean of (r - 1) - log r is without bias, and never below 0.
        var logRatios = figures[4..];
        var (divergence, clipped) = (0.0, 0);
        foreach (var logRatio in logRatios)
        {
            var change = Math.Exp(logRatio) - 1;
            divergence += change - logRatio;
            clipped += Math.Abs(change) > clipRange ? 1 : 0;
        }

        _divergence += divergence / logRatios.Length;
        _clipped += (double)clipped / logRatios.Length;
        return divergence / logRatios.Length;
    }

    public void Log(IRun run, long step)
    {
        run.LogMetrics(
            step,
            ("train/policy_loss", _policyLoss / _steps),
            ("train/value_loss", _valueLoss / _steps),
            ("train/entropy", _entropy / _steps),
            ("train/approx_kl", _divergence / _steps),
            ("train/clip_fraction", _clipped / _steps),
            ("train/gradient_norm", _gradientNorm / _steps),
            ("train/optimizer_steps", _steps));
    }
}
