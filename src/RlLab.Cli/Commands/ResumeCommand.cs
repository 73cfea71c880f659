using System.CommandLine;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Trains what a sweep lacks: what was stopped, interrupted or never begun.</summary>
internal sealed class ResumeCommand(HostContext host) : TakeUpCommand(
    host,
    "resume",
    "Train the runs of a sweep that were stopped, interrupted or never begun, and no others.",
    "resume latest",
    "resume 8d39956e --parallel 2 --hours 8")
{
    protected override void Want(ParseResult arguments, ISweepStore store, SweepRecord sweep, SweepPlan plan)
    {
        // What is missing is wanted whoever takes a sweep up.
    }
}
