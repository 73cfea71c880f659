using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.Models;

/// <summary>How much a sweep runs.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Sweep">What a command calls the sweep: the experiment's name, and the sweep's own where it has one.</param>
/// <param name="Trials">How many settings it tries.</param>
/// <param name="Seeds">How often each is run.</param>
/// <param name="TestRuns">How many runs confirm its winner.</param>
/// <param name="IsAtMost">Whether constraints may leave fewer settings.</param>
/// <param name="Location">Its attribute.</param>
/// <param name="Budget">How much it may run; null for no limit.</param>
internal sealed record SweepSize(
    string Experiment, string Sweep, double Trials, int Seeds, double TestRuns, bool IsAtMost, LocationInfo? Location, BudgetModel? Budget);

/// <summary>A <c>[Budget]</c>; 0 stands for no limit.</summary>
internal sealed record BudgetModel(int Runs, double Hours, bool IsError);

/// <summary>How long a run of an experiment takes, as <c>rllab.rates</c> tells it.</summary>
internal sealed record RateModel(string Experiment, double Seconds);
