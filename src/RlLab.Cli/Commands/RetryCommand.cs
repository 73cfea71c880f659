using System.CommandLine;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Trains the runs of a sweep again that went wrong.</summary>
internal sealed class RetryCommand : TakeUpCommand
{
    private readonly Option<bool> _failed = new("--failed") { Description = "Train again what ended in an error." };
    private readonly Option<bool> _notComparable = new("--not-comparable") { Description = "Train again what ended without a finite objective." };

    public RetryCommand(HostContext host)
        : base(
            host,
            "retry",
            "Train the runs of a sweep again that went wrong, and what it lacks.",
            SharedOptions.Sweep(),
            "retry latest --failed",
            "retry 8d39956e --failed --accept-changes")
    {
        Options.Add(_failed);
        Options.Add(_notComparable);
    }

    protected override IReadOnlyList<SweepEvent> Wanted(ParseResult arguments, SweepRecord sweep, SweepPlan plan)
    {
        var (failed, notComparable) = (arguments.GetValue(_failed), arguments.GetValue(_notComparable));
        if (!failed && !notComparable)
        {
            throw new UserException("`retry` needs to know what to train again: --failed, --not-comparable, or both.");
        }

        return
        [
            .. sweep.Runs
                .Where(run => (failed && run.State == RunState.Failed) || (notComparable && run.State == RunState.NotComparable))
                .Select(run => new RunWantedAgain(run.Id, run.Attempts)),
        ];
    }
}
