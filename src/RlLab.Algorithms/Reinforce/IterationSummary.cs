namespace RlLab.Algorithms.Reinforce;

/// <summary>Means over the episodes and the updates of one iteration.</summary>
[Checkpointed]
internal sealed partial class IterationSummary
{
    private double _returns, _losses, _entropies, _gradientNorms;
    private long _steps;
    private int _episodes, _updates;

    public double ReturnMean => _returns / _episodes;

    public void AddEpisode(double episodeReturn, long length)
    {
        _returns += episodeReturn;
        _steps += length;
        _episodes++;
    }

    public void AddUpdate(UpdateSummary update)
    {
        _losses += update.Loss;
        _entropies += update.Entropy;
        _gradientNorms += update.GradientNorm;
        _updates++;
    }

    public void Log(IRun run, long step, StepSpeed speed)
    {
        run.LogMetrics(
            step,
            ("iteration/return_mean", ReturnMean),
            ("iteration/length_mean", (double)_steps / _episodes),
            ("iteration/steps_per_second", speed.At(step)));
        if (_updates > 0)
        {
            run.LogMetrics(
                step,
                ("iteration/loss", _losses / _updates),
                ("iteration/entropy", _entropies / _updates),
                ("iteration/gradient_norm", _gradientNorms / _updates));
        }
    }
}
