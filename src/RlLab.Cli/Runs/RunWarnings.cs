using RlLab.Journal;
using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>
/// What is amiss with a run that goes on all the same: told on standard error, and kept with the run. Safe for use from several threads.
/// </summary>
/// <param name="error">Standard error.</param>
/// <param name="request">The run.</param>
/// <param name="journal">Its record.</param>
internal sealed class RunWarnings(TextWriter error, RunRequest request, RunJournal journal)
{
    /// <summary>What MLflow keeps of a tag.</summary>
    private const int Longest = 5_000;

    private readonly Lock _lock = new();
    private string _all = "";

    /// <summary>Tells of one more thing.</summary>
    public void Add(string what)
    {
        error.WriteLine($"warning: {request.Name} of {request.Experiment}: {what}");
        lock (_lock)
        {
            var all = _all.Length == 0 ? what : $"{_all}\n{what}";
            _all = all.Length <= Longest ? all : all[..Longest];
            try
            {
                journal.SetTag("rllab.warning", _all);
            }
            catch (Exception e) when (e is ObjectDisposedException or JournalException)
            {
                // The record is closed; the line above is all that there can be.
            }
        }
    }
}
