using RlLab.Journal;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Finds sweeps that were made.</summary>
/// <param name="host">Has the experiments.</param>
/// <param name="lab">The folder <c>.rllab</c>.</param>
internal sealed class SweepLibrary(HostContext host, string lab)
{
    /// <summary>The newest sweep that fits.</summary>
    /// <param name="text"><c>latest</c>, the beginning of a sweep's id, or the name of an experiment.</param>
    /// <exception cref="UserException">There is none, or an id's beginning fits several.</exception>
    public SweepRecord Find(string text)
    {
        var sweeps = All();
        if (text == "latest" || host.Experiments.Any(e => e.Name == text))
        {
            return sweeps.Where(s => text == "latest" || s.Header.Experiment == text).MaxBy(s => s.Header.Started)
                ?? throw new UserException(
                    $"There is no sweep{(text == "latest" ? "" : $" of '{text}'")} in {lab}. Make one with `sweep {(text == "latest" ? "EXPERIMENT" : text)}`.",
                    ExitCode.Failed);
        }

        var fitting = sweeps.Where(s => s.Header.Id.StartsWith(text, StringComparison.OrdinalIgnoreCase)).ToList();
        return fitting.Count switch
        {
            1 => fitting[0],
            0 => throw new UserException(
                $"'{text}' is neither an experiment nor the beginning of a sweep's id.{NearestNames.Hint(text, host.Experiments.Select(e => e.Name))} "
                + $"{(sweeps.Count == 0 ? $"There are no sweeps in {lab} yet." : "The newest sweeps are " + string.Join(", ", sweeps.OrderByDescending(s => s.Header.Started).Take(5).Select(s => $"{s.Header.Id[..8]} ({s.Header.Experiment})")) + ".")}"),
            _ => throw new UserException($"'{text}' is the beginning of {fitting.Count} sweeps' ids: {string.Join(", ", fitting.Select(s => s.Header.Id))}. Write more of it."),
        };
    }

    private List<SweepRecord> All()
    {
        var folder = LabDirectory.Sweeps(lab);
        return Directory.Exists(folder) ? [.. Directory.GetDirectories(folder).Select(Read).OfType<SweepRecord>()] : [];
    }

    private static SweepRecord? Read(string folder)
    {
        try
        {
            return SweepRecord.Read(Path.Combine(folder, "journal"));
        }
        catch (Exception e) when (e is SweepException or JournalException or FileNotFoundException)
        {
            // A sweep that was killed before its first entry was written is none.
            return null;
        }
    }
}
