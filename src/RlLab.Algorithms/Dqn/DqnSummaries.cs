namespace RlLab.Algorithms.Dqn;

/// <summary>What is logged of an episode.</summary>
[Checkpointed]
internal sealed partial class EpisodeSummary
{
    private double _return, _values;
    private long _length, _greedy;

    public void Add(double reward)
    {
        _return += reward;
        _length++;
    }

    public void AddValue(double value)
    {
        _values += value;
        _greedy++;
    }

    public EpisodeRecord Log(IRun run, long step)
    {
        var record = new EpisodeRecord(_return, _return / _length, _greedy > 0 ? _values / _greedy : double.NaN, _length);
        ReadOnlySpan<Metric> metrics =
        [
            ("episode/return", record.Return), ("episode/length", record.Length), ("episode/reward_mean", record.RewardMean),
            ("episode/value_mean", record.ValueMean),
        ];
        run.LogMetrics(step, _greedy > 0 ? metrics : metrics[..^1]);
        (_return, _values, _length, _greedy) = (0, 0, 0, 0);
        return record;
    }
}

/// <summary>What is logged of training between two log points.</summary>
[Checkpointed]
internal sealed partial class TrainingSummary
{
    private double _losses, _values;
    private int _updates;

    public void Add((double Loss, double Value) update)
    {
        _losses += update.Loss;
        _values += update.Value;
        _updates++;
    }

    public void Log(IRun run, long step, DqnOptions options, StepSpeed speed)
    {
        run.LogMetrics(step, ("train/exploration", options.Exploration.At(step)), ("train/steps_per_second", speed.At(step)));
        if (_updates > 0)
        {
            run.LogMetrics(step, ("train/loss", _losses / _updates), ("train/value_mean", _values / _updates));
        }

        run.ReportProgress(step, options.Steps);
        (_losses, _values, _updates) = (0, 0, 0);
    }
}
