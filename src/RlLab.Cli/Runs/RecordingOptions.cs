using RlLab.Journal;

namespace RlLab.Cli;

/// <summary>What a run records by itself, and how safely.</summary>
internal sealed record RecordingOptions
{
    /// <summary>When what is logged is on the disk itself.</summary>
    public JournalDurability Durability { get; init; } = JournalDurability.EverySecond;

    /// <summary>Whether the machine's use is measured every ten seconds.</summary>
    public bool SystemMetrics { get; init; } = true;

    /// <summary>Whether videos are made. Default: true.</summary>
    public bool Films { get; init; } = true;

    /// <summary>
    /// How the source differs from the commit; null where it does not, or nobody can say. A sweep's own run has it, and a run without a sweep.
    /// </summary>
    public Func<string?> Changes { get; init; } = () => null;

    /// <summary>What the settings say, for an experiment.</summary>
    public static RecordingOptions Of(HostContext host, LabSettings settings, ExperimentDescriptor experiment) => new()
    {
        Durability = settings.Durability,
        SystemMetrics = settings.SystemMetrics,
        Changes = () => Source.Changes(host, experiment),
    };
}
