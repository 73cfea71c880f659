using System.Globalization;

namespace RlLab.Sweeps;

/// <summary>Asynchronous successive halving: at steps that grow by a factor, the runs of the best share go on.</summary>
/// <remarks>
/// Li et al., "A system for massively parallel hyperparameter tuning" (2020), in the form that stops instead of pausing: a run that comes to a rung
/// is compared with those that were there before, and never waits.
/// </remarks>
public sealed class AshaPruner : IPruner
{
    /// <summary>The step of the first rung. At least 1. No default: it is the least training that says anything.</summary>
    public required long FirstRung
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(FirstRung), value, "The first rung is at step 1 or later.");
    }

    /// <summary>By which factor steps grow from rung to rung, and of how many runs one goes on. At least 2. Default: 3.</summary>
    public int Factor
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(Factor), value, "The factor is 2 or more.");
    } = 3;

    /// <inheritdoc/>
    public PruningDecision Decide(RunCurve run, IReadOnlyList<RunCurve> others, Direction direction)
    {
        if (run.LastStep is not { } step || Rung(step) is not { } rung)
        {
            return new(false, Text($"The first rung is at step {FirstRung:N0}."));
        }

        if (run.Points.Count > 1 && run.Points[^2].Step >= rung)
        {
            return new(false, Text($"The rung at step {rung:N0} is behind, the next one not reached."));
        }

        // A value of its own at the rung: what it has just reported is the first at or after it.
        if (run.BestUpTo(step, direction) is not { } own)
        {
            return new(false, "The run has reported no finite value yet.");
        }

        var values = others.Where(other => other.Trial != run.Trial && other.HasReached(rung)).Select(other => AtRung(other, rung, step, direction))
            .OfType<double>().ToList();
        var before = values.Count(value => RunCurve.IsBetter(value, own, direction));
        var places = Math.Max(1, (values.Count + 1) / Factor);
        return new(before >= places, Text(
            $"At the rung of step {rung:N0} its value {own:G4} is number {before + 1:N0} of {values.Count + 1:N0}, of which {places:N0} go on."));
    }

    // The last rung up to a step.
    private long? Rung(long step)
    {
        if (step < FirstRung)
        {
            return null;
        }

        var rung = FirstRung;
        while (rung <= step / Factor)
        {
            rung *= Factor;
        }

        return rung;
    }

    // What a run was judged by there: its best up to the first report at or after the rung.
    private static double? AtRung(RunCurve run, long rung, long latest, Direction direction)
    {
        var at = run.Points.First(point => point.Step >= rung).Step;
        return at <= latest ? run.BestUpTo(at, direction) : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
