using RlLab.Statistics;
using RlLab.Tracking.Server.Search;

namespace RlLab.Tracking.Server.Rankings;

/// <summary>A parameter's part of what all parameters have to do with which settings are best; together they are 1.</summary>
internal sealed record ParameterShare(string Name, double Importance);

/// <summary>Which parameters decide what a metric comes to, by PED-ANOVA.</summary>
internal static class Importances
{
    private const string Seed = "seed";

    /// <summary>
    /// The parameters that differ, the most important first; empty of fewer than ten settings, or where nothing sets the best apart.
    /// </summary>
    /// <param name="runs">Each run's parameters and what it came to; runs that differ only in their seed are one setting.</param>
    public static IReadOnlyList<ParameterShare> Of(IReadOnlyList<(Dictionary<string, string> Parameters, double Value)> runs, bool maximize)
    {
        var settings = runs.GroupBy(run => SettingOf(run.Parameters))
            .Select(seeds => (seeds.First().Parameters, Loss: LossOf([.. seeds.Select(seed => seed.Value).Where(double.IsFinite)], maximize)))
            .ToList();
        double[] losses = [.. settings.Select(setting => setting.Loss)];
        List<ParameterShare> divergences = [];
        foreach (var name in settings.SelectMany(setting => setting.Parameters.Keys).Distinct().Where(name => name != Seed))
        {
            string?[] values = [.. settings.Select(setting => setting.Parameters.GetValueOrDefault(name))];
            if (values.Distinct().Count() > 1 && DivergenceOf(values, losses) is { } divergence)
            {
                divergences.Add(new ParameterShare(name, divergence));
            }
        }

        var sum = divergences.Sum(divergence => divergence.Importance);
        return sum > 0
            ? [.. divergences.Select(share => share with { Importance = share.Importance / sum }).OrderByDescending(share => share.Importance)]
            : [];
    }

    private static string SettingOf(Dictionary<string, string> parameters) => string.Join(
        '\n', parameters.Where(pair => pair.Key != Seed).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}={pair.Value}"));

    private static double LossOf(double[] values, bool maximize) =>
        values.Length == 0 ? double.PositiveInfinity : maximize ? -InterquartileMean.Of(values) : InterquartileMean.Of(values);

    private static double? DivergenceOf(string?[] values, double[] losses)
    {
        double?[] numbers =
            [.. values.Select(text => text is not null && FilterScanner.TryReadNumber(text, out var number) ? number : (double?)null)];
        return values.Zip(numbers).All(pair => pair.First is null || pair.Second is not null)
            ? PedAnova.OfNumbers([.. numbers.Select(number => number ?? double.NaN)], losses)
            : PedAnova.OfChoices(values, losses);
    }
}
