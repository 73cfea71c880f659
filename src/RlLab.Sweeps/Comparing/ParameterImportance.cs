using System.Globalization;
using RlLab.Statistics;

namespace RlLab.Sweeps;

/// <summary>How much a parameter has to do with which settings are the best.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Share">Its part of what all parameters have to do with it, from 0 to 1; together they are 1.</param>
/// <remarks><see cref="PedAnova"/>: a parameter that exists in some settings alone is judged among those.</remarks>
public sealed record ParameterImportance(string Name, double Share)
{
    /// <summary>The importances of a sweep's parameters, by its tuning runs.</summary>
    /// <param name="sweep">The sweep. Settings that go on are left out, those of which all runs failed or a run was pruned are bad ones.</param>
    /// <returns>Largest first; empty where there are too few settings, or nothing sets the best apart.</returns>
    internal static IReadOnlyList<ParameterImportance> Of(SweepRecord sweep)
    {
        var sign = sweep.Header.Direction == Direction.Maximize ? -1 : 1;
        var settings = sweep.Runs.Where(run => run.Phase == RunPhase.Tuning).GroupBy(run => run.Trial)
            .Where(runs => runs.All(run => run.State is RunState.Finished or RunState.Failed or RunState.NotComparable or RunState.Pruned))
            .Select(runs => (runs.First().Parameters, Loss: LossOf(runs)))
            .ToList();
        double[] losses = [.. settings.Select(setting => setting.Loss)];
        List<ParameterImportance> divergences =
        [
            .. from name in sweep.Header.Swept
               let divergence = DivergenceOf([.. settings.Select(setting => setting.Parameters.GetValueOrDefault(name))], losses)
               where divergence is not null
               select new ParameterImportance(name, divergence.Value),
        ];
        var sum = divergences.Sum(divergence => divergence.Share);
        return sum > 0 ? [.. divergences.Select(d => d with { Share = d.Share / sum }).OrderByDescending(d => d.Share)] : [];

        double LossOf(IEnumerable<RunRecord> runs)
        {
            double[] objectives = [.. runs.Where(run => run.State == RunState.Finished).Select(run => run.Objective!.Value)];
            return objectives.Length == 0 || runs.Any(run => run.State == RunState.Pruned)
                ? double.PositiveInfinity
                : sign * InterquartileMean.Of(objectives);
        }
    }

    private static double? DivergenceOf(IReadOnlyList<string?> values, double[] losses)
    {
        double?[] numbers = [.. values.Select(NumberOf)];
        return values.Zip(numbers).All(pair => pair.First is null || pair.Second is not null)
            ? PedAnova.OfNumbers([.. numbers.Select(number => number ?? double.NaN)], losses)
            : PedAnova.OfChoices(values, losses);
    }

    private static double? NumberOf(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
