using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Holds a plan against what the experiment's <see cref="BudgetAttribute"/> lets a sweep take.</summary>
internal static class SweepBudget
{
    /// <summary>What of a plan is over the budget, a sentence each; nothing where all is within it, or there is none.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="time">How long a run takes; null where that is not known, and hours are not judged.</param>
    public static IEnumerable<string> Exceeded(SweepPlan plan, TimeEstimate? time)
    {
        var (runs, hours) = plan.Experiment.Budget is { } budget ? (budget.Runs, budget.Hours) : (0, 0);
        if (runs > 0 && plan.Runs > runs)
        {
            yield return $"{plan.Runs:N0} runs are over the budget of {runs:N0} that [Budget] sets for '{plan.Experiment.Name}'.";
        }

        if (hours > 0 && time?.For(plan.Runs, 1) is { } all && all.TotalHours > hours)
        {
            yield return $"{TimeEstimate.Words(all)} of training are over the budget of {hours} hours that [Budget] sets for "
                + $"'{plan.Experiment.Name}'.";
        }
    }
}
