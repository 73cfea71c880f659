namespace RlLab.Sweeps;

/// <summary>Which pruner a sweep has.</summary>
/// <param name="Pruner">Which.</param>
/// <param name="After">See <see cref="SweepAttribute.PruneAfter"/>: a number of steps.</param>
public sealed record PrunerChoice(Pruner Pruner, long After)
{
    /// <summary>The choice, checked; null for none.</summary>
    /// <param name="pruner">Which pruner.</param>
    /// <param name="after">A number of steps.</param>
    /// <exception cref="SweepException">The number of steps does not fit, or the pruner has no use for it.</exception>
    public static PrunerChoice? Of(Pruner pruner, long after)
    {
        if (after < 0)
        {
            throw new SweepException($"A pruner that waits for {after:N0} steps makes no sense: it takes a whole number from 0.");
        }

        if (after == 0 && pruner is (Pruner.Asha or Pruner.Patient))
        {
            var word = pruner.ToString().ToLowerInvariant();
            var what = pruner == Pruner.Asha ? "the step of its first rung" : "for how many steps a run may go without a better value";
            throw new SweepException($"The pruner '{word}' needs to know {what}: add --prune-after STEPS.");
        }

        if (after > 0 && pruner is (Pruner.None or Pruner.Wilcoxon))
        {
            throw new SweepException(pruner == Pruner.None
                ? "--prune-after says from which step on a pruner may end runs, and there is none: add --pruner median, or leave it out."
                : "The pruner 'wilcoxon' compares runs that have ended, seed by seed, and waits for no step: leave --prune-after out.");
        }

        return pruner == Pruner.None ? null : new PrunerChoice(pruner, after);
    }

    /// <summary>The pruner.</summary>
    /// <param name="seeds">With how many seeds each setting is run.</param>
    public IPruner Create(int seeds) => Pruner switch
    {
        Pruner.Median => new MedianPruner { WarmupSteps = After },
        Pruner.Asha => new AshaPruner { FirstRung = After },
        Pruner.Patient => new PatientPruner(new MedianPruner(), After),
        Pruner.Wilcoxon => new WilcoxonPruner(seeds),
        Pruner.None => new NoPruner(),
        _ => throw new NotSupportedException($"There is no pruner '{Pruner}'."),
    };
}
