using System.Runtime.ExceptionServices;
using RlLab.Cli;
using RlLab.Tracking;

namespace RlLab;

/// <summary>How a run of <see cref="Lab"/> ended, and all that it logged.</summary>
public sealed class RunResult
{
    private readonly Exception? _exception;

    internal RunResult(RunLog log, double? objective, string? message, Exception? exception)
    {
        (Log, Objective, Message, _exception) = (log, objective, message, exception);
    }

    /// <summary>The run's own identity: 32 hexadecimal digits.</summary>
    public string Id => Log.Header.Id;

    /// <summary>How it ended: finished, failed, or killed where it was told to stop.</summary>
    public RunStatus Status => Log.Status;

    /// <summary>
    /// The last value of the objective that the experiment's <see cref="SweepAttribute"/> names; null where none is named or logged.
    /// </summary>
    public double? Objective { get; }

    /// <summary>What went wrong, for people; null where nothing did.</summary>
    public string? Message { get; }

    /// <summary>Parameters as they were logged, by name.</summary>
    public IReadOnlyDictionary<string, string> Parameters => Log.Parameters;

    /// <summary>Every point of every metric, in the order of logging, by the metric's name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>> Metrics => Log.Metrics;

    /// <summary>The run's folder.</summary>
    public string Folder => Log.Folder;

    /// <summary>The folder of its artifacts: figures, videos, checkpoints, and <c>failure.txt</c> where it failed.</summary>
    public string Artifacts => RunFolder.Artifacts(Folder);

    /// <summary>The whole record: tags, artifacts, times.</summary>
    public RunLog Log { get; }

    /// <summary>Throws what training threw, where the run has not finished.</summary>
    /// <returns>This result.</returns>
    /// <exception cref="InvalidOperationException">The run ended otherwise without an exception of its own.</exception>
    public RunResult EnsureFinished()
    {
        if (Status == RunStatus.Finished)
        {
            return this;
        }

        if (_exception is not null)
        {
            ExceptionDispatchInfo.Throw(_exception);
        }

        throw new InvalidOperationException($"The run {Id} has not finished: {Message}");
    }

    /// <summary>Status and objective, for people.</summary>
    public override string ToString() =>
        $"{Status}{(Message is null ? "" : $": {Message}")}{(Objective is { } value ? $" (objective {Numbers.Short(value)})" : "")}";
}
