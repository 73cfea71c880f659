using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>Tells how much each sweep runs, and which runs more than it may.</summary>
internal static class SizeRules
{
    /// <summary>The file beside a project that keeps how long a run of each experiment takes: a line <c>NAME = SECONDS</c> for each.</summary>
    public const string RatesFile = "rllab.rates";

    public static EquatableArray<RateModel> ReadRates(ImmutableArray<AdditionalText> files, CancellationToken cancellation) => files
        .SelectMany(file => file.GetText(cancellation)?.Lines.Select(line => line.ToString()) ?? [])
        .Select(line => line.Split('#')[0].Split('='))
        .Where(parts => parts.Length == 2 && IsNumber(parts[1]))
        .Select(parts => new RateModel(parts[0].Trim(), double.Parse(parts[1], CultureInfo.InvariantCulture)))
        .ToEquatableArray();

    public static IEnumerable<DiagnosticInfo> Check(SweepSize size, EquatableArray<RateModel> rates)
    {
        var runs = size.Trials * size.Seeds + size.TestRuns;
        var seconds = rates.LastOrDefault(rate => rate.Experiment == size.Experiment)?.Seconds;
        var hours = runs * seconds / 3600;
        var time = hours is { } known ? $", about {Text(known)} hours one after the other" : "";
        var count = size.IsAtMost ? "at most " : "";
        var tests = size.TestRuns > 0 ? $" + {Counted(size.TestRuns, "test run")}" : "";
        yield return new DiagnosticInfo(
            DiagnosticDescriptors.SweepSize, size.Location,
            new[]
            {
                size.Sweep, $"{count}{Counted(size.Trials, "trial")}", Counted(size.Seeds, "seed"), tests, Counted(runs, "run"), time,
            }.ToEquatableArray());

        if (size.Budget is not { } budget)
        {
            yield break;
        }

        if (budget.Runs > 0 && runs > budget.Runs)
        {
            yield return TooMuch($"{count}{Text(runs)} runs", Text(budget.Runs));
        }

        if (budget.Hours > 0 && hours > budget.Hours)
        {
            yield return TooMuch($"{count}{Text(hours.Value)} hours", Text(budget.Hours));
        }

        DiagnosticInfo TooMuch(string takes, string limit) => new(
            DiagnosticDescriptors.OverBudget, size.Location, new[] { size.Sweep, takes, limit }.ToEquatableArray())
        {
            Severity = budget.IsError ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
        };
    }

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0
            && ConstantConverter.IsFinite(seconds);

    private static string Counted(double number, string what) => $"{Text(number)} {what}{(number == 1 ? "" : "s")}";

    private static string Text(double number) => number.ToString(number >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);
}
