using System.Reflection;
using RlLab.Engines;
using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>How runs end: in their records, and in words.</summary>
internal static class RunEnd
{
    /// <summary>The tag that says what a run failed of.</summary>
    public const string FailureTag = "rllab.failure";

    /// <summary>The tag that says why a run was pruned.</summary>
    public const string PrunedTag = "rllab.pruned";

    /// <summary>Records how a run ended.</summary>
    /// <param name="journal">Its record.</param>
    /// <param name="outcome">How.</param>
    public static void Record(RunJournal journal, RunOutcome outcome)
    {
        var (tag, status) = outcome.State switch
        {
            RunState.Finished => (null, RunStatus.Finished),
            RunState.NotComparable => ("rllab.not_comparable", RunStatus.Finished),
            RunState.Pruned => (PrunedTag, RunStatus.Finished),
            RunState.Killed => (null, RunStatus.Killed),
            _ => (FailureTag, RunStatus.Failed),
        };
        if (tag is not null)
        {
            journal.SetTag(tag, Shortened(outcome.Message ?? ""));
        }

        journal.End(status);
    }

    /// <summary>What keeps a run that trained to its end out of a comparison; null where nothing does.</summary>
    /// <param name="objective">The metric that settings are compared by; empty where there is none.</param>
    /// <param name="value">Its last value; null where it was never logged.</param>
    /// <param name="journal">The run's record.</param>
    public static string? WhyNotComparable(string objective, double? value, RunJournal journal)
    {
        if (objective.Length == 0 || value is { } number && double.IsFinite(number))
        {
            return null;
        }

        return value is { } unusable
            ? $"It ended with {objective} at {Numbers.Short(unusable)}, which cannot be compared."
            : $"It logged no '{objective}', which its [Sweep] names to compare settings by."
                + NearestNames.Hint(objective, RunLog.Read(journal.Folder).Metrics.Keys);
    }

    /// <summary>What a run failed of, with the line of its author's code.</summary>
    /// <param name="e">What it threw.</param>
    /// <param name="author">The assembly whose code is shown; null where there is none.</param>
    /// <param name="currentDirectory">What the line's file is told from.</param>
    public static string Describe(Exception e, Assembly? author, string currentDirectory)
    {
        e = UserCode.Unwrap(e);
        if (e is DivergedException or UserException or InvalidDataException)
        {
            // Neither to diverge nor a file that does not fit is a fault whose type and place say more.
            return e.Message;
        }

        var what = MissingMembers.Explain(e) ?? $"{e.GetType().Name}: {e.Message}";
        what = what[^1] is '.' or '!' or '?' ? what : what + ".";
        return $"{what}{(UserCode.PlaceOf(e, author, currentDirectory) is { } place ? $" At {place}" : "")}";
    }

    /// <summary>A message as a tag holds it.</summary>
    /// <param name="message">The message.</param>
    public static string Shortened(string message) => message.Length <= 1_000 ? message : message[..1_000] + "...";
}
