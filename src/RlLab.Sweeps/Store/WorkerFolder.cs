using System.Text.Json;
using RlLab.Journal;

namespace RlLab.Sweeps;

/// <summary>The journals and the signs of life of a sweep's workers, this one's own among them. Not safe for use from several threads.</summary>
/// <param name="folder">The folder.</param>
/// <param name="machine">What this machine is called.</param>
/// <param name="lease">After how long without a sign of life a worker of another machine counts as gone.</param>
/// <param name="clock">Dates entries, and measures the lease.</param>
internal sealed class WorkerFolder(string folder, string machine, TimeSpan lease, TimeProvider clock) : IDisposable
{
    private const string JournalExtension = ".journal";

    private static readonly string? Boot = ReadBoot();

    private readonly Dictionary<string, Known> _known = [];
    private JournalWriter? _own;
    private long _beats;

    /// <summary>This worker's name, which no other has.</summary>
    public string Name { get; } = $"{machine}-{Environment.ProcessId}-{Guid.NewGuid():n}";

    /// <summary>This worker's journal, which is begun where it is not yet.</summary>
    public JournalWriter Join()
    {
        if (_own is null)
        {
            _own = JournalWriter.Open(JournalOf(Name));
            _own.Append(new WorkerJoined(Name, machine, Boot, clock.GetUtcNow()).ToJson());
        }

        return _own;
    }

    /// <summary>Every worker's journal.</summary>
    public IEnumerable<(string Worker, string Journal)> Journals() => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*" + JournalExtension).Select(file => (Path.GetFileNameWithoutExtension(file), file))
        : [];

    /// <summary>Takes in who a worker is.</summary>
    public void Add(WorkerJoined worker)
    {
        if (worker.Worker != Name)
        {
            _known[worker.Worker] = new Known(worker.Machine == machine && worker.Boot == Boot);
        }
    }

    /// <summary>The known workers that go on.</summary>
    /// <param name="hasLeft">Whether a worker said that it ended.</param>
    public IReadOnlySet<string> Alive(Func<string, bool> hasLeft)
    {
        var alive = new HashSet<string> { Name };
        foreach (var (name, known) in _known)
        {
            if (!known.IsGone && !hasLeft(name) && IsAlive(name, known))
            {
                alive.Add(name);
            }
        }

        return alive;
    }

    /// <summary>Gives a sign of life.</summary>
    public void Beat(WorkerStatus? work)
    {
        Join();
        try
        {
            var file = BeatOf(Name);
            File.WriteAllBytes(file + ".new", JsonSerializer.SerializeToUtf8Bytes(new Sign(++_beats, work), SweepEvent.Json));
            File.Move(file + ".new", file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A disk that takes nothing for a while costs no more than that others may take the run over.
        }
    }

    /// <summary>What workers do.</summary>
    /// <param name="workers">Which.</param>
    public IReadOnlyDictionary<string, WorkerStatus> Working(IEnumerable<string> workers) => workers
        .Select(worker => (worker, ReadSign(worker)?.Work))
        .Where(w => w.Work is not null)
        .ToDictionary(w => w.worker, w => w.Work!);

    /// <summary>Says that this worker ends, and lets go of its journal.</summary>
    public void Dispose()
    {
        if (_own is not null)
        {
            try
            {
                _own.Append(new WorkerLeft(Name).ToJson());
                File.Delete(BeatOf(Name));
            }
            catch (Exception e) when (e is JournalException or IOException or UnauthorizedAccessException)
            {
                // That its journal is let go of says the same on this machine, and its silence on others.
            }

            _own.Dispose();
        }
    }

    private bool IsAlive(string name, Known known)
    {
        // The system lets go of a process's locks when it ends; only of another machine's nothing is known but what it says. Clocks of machines
        // differ, so the time since its last sign is measured here, from when the sign was seen to change.
        if (known.IsNear)
        {
            known.IsGone = !JournalWriter.IsOpen(JournalOf(name));
            return !known.IsGone;
        }

        var count = ReadSign(name)?.Count ?? 0;
        if (known.Seen is not { } seen || seen.Count != count)
        {
            known.Seen = (count, clock.GetTimestamp());
            return true;
        }

        return clock.GetElapsedTime(seen.At) < lease;
    }

    private Sign? ReadSign(string worker)
    {
        try
        {
            return JsonSerializer.Deserialize<Sign>(File.ReadAllBytes(BeatOf(worker)), SweepEvent.Json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private string JournalOf(string worker) => Path.Combine(folder, worker + JournalExtension);

    private string BeatOf(string worker) => Path.Combine(folder, worker + ".beat");

    private static string? ReadBoot()
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Sign(long Count, WorkerStatus? Work);

    /// <summary>What is known of another worker.</summary>
    private sealed class Known(bool isNear)
    {
        /// <summary>Whether it is on this machine.</summary>
        public bool IsNear => isNear;

        public bool IsGone { get; set; }

        public (long Count, long At)? Seen { get; set; }
    }
}
