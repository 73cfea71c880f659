using RlLab.Journal;
using RlLab.Sweeps;
using RlLab.Sweeps.Postgres;

namespace RlLab.Cli;

/// <summary>Finds sweeps that were made.</summary>
/// <param name="host">Has the experiments.</param>
/// <param name="lab">The folder <c>.rllab</c>.</param>
internal sealed class SweepLibrary(HostContext host, string lab)
{
    private const int ShownSweeps = 5;

    /// <summary>The newest sweep that fits.</summary>
    /// <param name="text"><c>latest</c>, the beginning of a sweep's id, the name of an experiment, that and a
    /// slash and the name of one of its sweeps, or the address of a store in PostgreSQL.</param>
    /// <param name="orRun">Whether a run's id would do too, and none was found.</param>
    /// <exception cref="UserException">There is none, or an id's beginning fits several.</exception>
    public SweepRecord Find(string text, bool orRun = false)
    {
        if (StoreAddress.IsOne(text))
        {
            using var store = PostgresStore.Open(new StoreAddress(text), Options(_ => { }));
            return store.Read();
        }

        var sweeps = All();
        if (text == "latest" || IsName(text))
        {
            var (which, experiment) = text == "latest" ? ("", "EXPERIMENT") : ($" of '{text}'", text);
            return sweeps.Where(s => text == "latest" || s.Header.Experiment == text || s.Header.Title == text).MaxBy(s => s.Header.Started)
                ?? throw new UserException($"There is no sweep{which} in {lab}. Make one with `sweep {experiment}`.", ExitCode.Failed);
        }

        var fitting = sweeps.Where(s => s.Header.Id.StartsWith(text, StringComparison.OrdinalIgnoreCase)).ToList();
        return fitting.Count switch
        {
            1 => fitting[0],
            0 => throw new UserException(
                $"'{text}' is neither an experiment nor the beginning of a sweep's id{(orRun ? " or of a run's" : "")}."
                + $"{NearestNames.Hint(text, host.Experiments.Select(e => e.Name))} {Newest(sweeps)}"),
            _ => throw new UserException(
                $"'{text}' is the beginning of {fitting.Count} sweeps' ids: {string.Join(", ", fitting.Select(s => s.Header.Id))}. "
                + "Write more of it."),
        };
    }

    /// <summary>The store of the newest sweep that fits.</summary>
    /// <param name="text">As for <see cref="Find"/>, or the path of a sweep's folder.</param>
    /// <param name="screen">Told when a database goes away and comes back.</param>
    /// <param name="stopping">Ends the waiting for a database that is away.</param>
    /// <param name="orRun">As for <see cref="Find"/>.</param>
    /// <returns>The store, and its folder or its address in PostgreSQL, by which others open it.</returns>
    /// <exception cref="UserException">There is none.</exception>
    public (ISweepStore Store, string Address) Open(string text, Screen screen, CancellationToken stopping = default, bool orRun = false)
    {
        if (StoreAddress.IsOne(text))
        {
            var database = PostgresStore.Open(new StoreAddress(text), Options(what => screen.Note($"warning: {what}")) with { Stopping = stopping });
            return (database, database.Address);
        }

        var folder = text.Contains(Path.DirectorySeparatorChar) && !IsName(text)
            ? Path.GetFullPath(text, host.CurrentDirectory)
            : Path.GetDirectoryName(LabDirectory.SweepJournal(lab, Find(text, orRun).Header.Id))!;
        var journal = Path.Combine(folder, "journal");
        return File.Exists(journal) ? (new JournalFolder(journal, host.Clock), folder)
            : Directory.Exists(folder)
            ? throw new UserException($"The folder {folder} holds no sweep: a sweep's store is .rllab/sweeps/ID, with its journal.")
            : throw new UserException($"There is no folder {folder}: a sweep's store is .rllab/sweeps/ID, with its journal.");
    }

    /// <summary>Begins a sweep in PostgreSQL, and leads it.</summary>
    /// <param name="address">The database.</param>
    /// <param name="header">What is swept, and how.</param>
    /// <param name="runs">The runs that are known beforehand.</param>
    /// <param name="screen">Told when the database goes away and comes back.</param>
    public PostgresStore Begin(StoreAddress address, SweepHeader header, IEnumerable<RunPlanned> runs, Screen screen) =>
        PostgresStore.Create(address, header, runs, Options(what => screen.Note($"warning: {what}")));

    private PostgresStoreOptions Options(Action<string> tell) => new() { SpillFolder = Path.Combine(lab, "spill"), Clock = host.Clock, Tell = tell };

    /// <summary>Whether an experiment or one of its sweeps is called so.</summary>
    private bool IsName(string text) =>
        host.Experiments.Any(e => e.Name == text || e.NamedSweeps.Any(sweep => $"{e.Name}/{sweep.Name}" == text));

    private string Newest(List<SweepRecord> sweeps)
    {
        var newest = sweeps.Select(s => s.Header).OrderByDescending(h => h.Started).Take(ShownSweeps)
            .Select(h => $"{h.Id[..8]} ({h.Title})");
        return sweeps.Count == 0 ? $"There are no sweeps in {lab} yet." : $"The newest sweeps are {string.Join(", ", newest)}.";
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
