using System.Globalization;
using RlLab.Statistics;

namespace RlLab.Sweeps;

/// <summary>Ends the runs of a trial that is worse, seed by seed, than the best trial so far.</summary>
/// <remarks>
/// The trial's finished runs are paired with those that the best of the others, by the interquartile mean over all seeds, made with the same seeds,
/// and tested after each (<see cref="WilcoxonSignedRank.IsWorse"/>): the level is spent evenly over the looks, one a seed. So the next run of a trial
/// that is called worse ends at its first report. Fewer than five seeds never suffice at 5%.
/// </remarks>
/// <param name="seeds">With how many seeds each setting is run. At least 1.</param>
public sealed class WilcoxonPruner(int seeds) : IPruner
{
    private readonly int _seeds = seeds >= 1
        ? seeds
        : throw new ArgumentOutOfRangeException(nameof(seeds), seeds, "A setting is run with at least 1 seed.");

    /// <summary>How likely a trial that is no worse is called so at any of the looks. Between 0 and 1. Default: 0.05.</summary>
    public double Level
    {
        get;
        init => field = value is > 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Level), value, "A level lies between 0 and 1, both excluded.");
    } = 0.05;

    /// <inheritdoc/>
    public PruningDecision Decide(RunCurve run, IReadOnlyList<RunCurve> others, Direction direction)
    {
        var finals = others.Where(other => other.Final is { } value && double.IsFinite(value)).ToLookup(other => other.Trial);
        var best = finals.Where(trial => trial.Key != run.Trial && trial.Count() >= _seeds)
            .Select(trial => (Trial: trial.Key, Loss: Loss(trial, direction)))
            .OrderBy(trial => trial.Loss).ThenBy(trial => trial.Trial).Cast<(int Trial, double Loss)?>().FirstOrDefault();
        if (best is not { } rival)
        {
            return new(false, "No other trial has finished with all its seeds.");
        }

        var paired = finals[rival.Trial].ToDictionary(other => other.Seed, other => other.Final!.Value);
        double[] losses =
        [
            .. finals[run.Trial].Where(own => own.Seed != run.Seed && paired.ContainsKey(own.Seed)).OrderBy(own => own.Seed)
                .Select(own => direction == Direction.Maximize ? paired[own.Seed] - own.Final!.Value : own.Final!.Value - paired[own.Seed]),
        ];
        var isWorse = losses.Length > 0 && losses.Length <= _seeds && WilcoxonSignedRank.IsWorse(losses, _seeds, Level);
        return new(isWorse, string.Create(CultureInfo.InvariantCulture,
            $"With {losses.Length:N0} of {_seeds:N0} seeds its trial is {(isWorse ? "" : "not shown to be ")}worse than trial {rival.Trial}: at "
            + $"{losses.Count(loss => loss > 0):N0} of them, in all at a level of {Level:0.###}."));
    }

    private static double Loss(IEnumerable<RunCurve> trial, Direction direction)
    {
        var mean = InterquartileMean.Of([.. trial.OrderBy(run => run.Seed).Select(run => run.Final!.Value)]);
        return direction == Direction.Maximize ? -mean : mean;
    }
}
