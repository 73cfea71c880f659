using System.Security.Cryptography;
using System.Text;

namespace RlLab.Sweeps;

/// <summary>Decides which runs a sweep wants next: a pure function of its plan and its record, so that whoever asks gets the same answer.</summary>
/// <remarks>
/// All seeds of a setting come before the next. Trial k's setting is suggested from what came of the trials 0 to k-L, with all others before it taken
/// for pending, where L is the sweep's <see cref="SweepHeader.Lag"/>: so it does not depend on how many runs train at once, nor on which ends first.
/// Once all trials have ended, the best settings are run with test seeds (<see cref="Confirmation"/>), which no suggestion ever sees. Safe for use
/// from several threads, which suggest one after the other.
/// </remarks>
/// <param name="plan">The plan.</param>
/// <param name="sampler">Chooses the settings.</param>
/// <param name="read">Reads values back from texts.</param>
public sealed class SweepSchedule(SweepPlan plan, ISampler sampler, Func<IReadOnlyDictionary<string, string>, ParameterSet> read)
{
    private readonly Lock _suggesting = new();
    private readonly Dictionary<int, ParameterSet> _settings = [];
    private readonly Dictionary<int, (IReadOnlyList<TrialResult> From, IReadOnlyDictionary<string, string> Parameters)> _suggested = [];

    /// <summary>The least lag at which no slot waits while runs take the same time: as many trials as are in work at once.</summary>
    /// <param name="parallel">How many runs train at once.</param>
    /// <param name="seeds">How many runs a trial has.</param>
    public static int Lag(int parallel, int seeds) => 1 + (parallel - 1 + seeds - 1) / seeds;

    /// <summary>The identity of a run: the same whoever plans it, and however often.</summary>
    /// <param name="sweep">The sweep's identity.</param>
    /// <param name="trial">The trial's number.</param>
    /// <param name="seed">The seed.</param>
    public static string RunId(string sweep, int trial, long seed) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{sweep}/{trial}/{seed}")))[..32];

    /// <summary>The runs whose settings are known before anything runs: all of them, but for a sampler that learns.</summary>
    /// <param name="header">The sweep.</param>
    public IEnumerable<RunPlanned> KnownBeforehand(SweepHeader header) =>
        sampler.Learns ? [] : Next(new SweepRecord(header, [])).Select(wanted => wanted.Run);

    /// <summary>The runs that can be begun now, in the order to begin them in. Lazy: settings are suggested as the runs are asked for.</summary>
    /// <param name="record">The sweep as it is known now.</param>
    public IEnumerable<ClaimableRun> Next(SweepRecord record)
    {
        var header = record.Header;
        var trials = new Trials(record);
        var isTuned = true;
        for (var trial = 0; trial < header.Trials; trial++)
        {
            var parameters = trials.Parameters(trial);
            foreach (var seed in header.Seeds)
            {
                if (trials.Find(trial, seed) is { } run)
                {
                    isTuned &= run.HasEnded;
                    if (IsWanted(run, header))
                    {
                        yield return Again(run);
                    }

                    continue;
                }

                isTuned = false;
                lock (_suggesting)
                {
                    parameters ??= Suggest(trial, trials);
                }

                if (parameters is null)
                {
                    yield break;
                }

                yield return new ClaimableRun(new RunPlanned(RunId(header.Id, trial, seed), trial, seed, parameters), Attempt: 1);
            }
        }

        foreach (var run in isTuned && header.Confirmation is { } options ? Tests(record, trials, options) : [])
        {
            yield return run;
        }
    }

    /// <summary>Whether there may be more to begin when runs that train now have ended.</summary>
    /// <param name="record">The sweep as it is known now.</param>
    public bool Waits(SweepRecord record)
    {
        if (record.Header.Confirmation is { } options && record.Header.Trials > 1
            && record.Runs.Any(run => run.State == RunState.Running && (run.Phase == RunPhase.Tuning || options.UntilDecided is not null)))
        {
            return true;
        }

        var trials = new Trials(record);
        return Enumerable.Range(0, record.Header.Trials).FirstOrDefault(trial => trials.Parameters(trial) is null, -1) is var next and >= 0
            && record.Runs.Any(run => run.Trial <= next - trials.Lag && run.State == RunState.Running);
    }

    /// <summary>What runs have in common that can train as lanes of one program; see <see cref="LaneGroup"/>.</summary>
    /// <param name="run">The run.</param>
    public string GroupOf(RunPlanned run) => LaneGroup.KeyOf(plan.Experiment, run.Parameters);

    /// <summary>Whether a run has died too often to be begun again.</summary>
    /// <param name="run">The run.</param>
    /// <param name="header">The sweep.</param>
    public static bool IsGivenUp(RunRecord run, SweepHeader header) =>
        run.State == RunState.Interrupted && run.Deaths > (header.Limits ?? new SweepLimits()).Retries;

    /// <summary>The test runs to begin: those that were planned and have not ended, and those that are wanted beside them.</summary>
    private static IEnumerable<ClaimableRun> Tests(SweepRecord record, Trials trials, ConfirmationOptions options) =>
    [
        .. record.Runs.Where(run => run.Phase == RunPhase.Test && IsWanted(run, record.Header)).OrderBy(run => run.Seed).Select(Again),
        .. Confirmation.Next(record, options).Select(run => new ClaimableRun(
            new RunPlanned(RunId(record.Header.Id, run.Trial, run.Seed), run.Trial, run.Seed, trials.Parameters(run.Trial)!, run.Phase),
            Attempt: 1)),
    ];

    private static ClaimableRun Again(RunRecord run) =>
        new(new RunPlanned(run.Id, run.Trial, run.Seed, run.Parameters, run.Phase), run.Attempts + 1) { HasDied = run.Deaths > 0 };

    private static bool IsWanted(RunRecord run, SweepHeader header) =>
        run.State == RunState.Planned || (run.State == RunState.Interrupted && !IsGivenUp(run, header));

    private IReadOnlyDictionary<string, string>? Suggest(int trial, Trials trials)
    {
        var earlier = new List<TrialResult>();
        for (var number = 0; number < trial; number++)
        {
            var setting = SettingOf(number, trials);
            var result = number <= trial - trials.Lag ? trials.Result(number, setting) : TrialResult.Pending(number, setting);
            if (sampler.Learns && number <= trial - trials.Lag && result.Standing == TrialStanding.Pending)
            {
                return null;
            }

            earlier.Add(result);
        }

        // Whoever fills lanes asks often, and a sampler that learns takes its time.
        if (_suggested.TryGetValue(trial, out var before) && IsSame(before.From, earlier))
        {
            return before.Parameters;
        }

        var suggested = _settings[trial] = sampler.Suggest(trial, earlier);
        var parameters = new OrderedDictionary<string, string>(
            plan.Experiment.Complete(suggested.Over(plan.Fixed)).Select(value => KeyValuePair.Create(value.Key, value.Value.ToString())));
        _suggested[trial] = (earlier, parameters);
        return parameters;
    }

    private static bool IsSame(IReadOnlyList<TrialResult> before, IReadOnlyList<TrialResult> now) =>
        before.Count == now.Count && before.Zip(now).All(pair =>
            ReferenceEquals(pair.First.Parameters, pair.Second.Parameters) && pair.First.Standing == pair.Second.Standing
            && pair.First.Losses.SequenceEqual(pair.Second.Losses));

    /// <summary>The values that the sampler chose, of those that were recorded.</summary>
    private ParameterSet SettingOf(int trial, Trials trials)
    {
        if (trials.Parameters(trial) is not { } recorded)
        {
            return _settings[trial];
        }

        if (!_settings.TryGetValue(trial, out var setting))
        {
            var all = read(recorded);
            setting = ParameterSet.Empty;
            foreach (var parameter in plan.Space.Parameters.Where(p => SearchSpace.IsActive(p, setting)))
            {
                setting = new ParameterSet([.. setting, KeyValuePair.Create(parameter.Name, all[parameter.Name])]);
            }

            _settings[trial] = setting;
        }

        return setting;
    }

    /// <summary>A record by trials.</summary>
    private sealed class Trials
    {
        private readonly SweepHeader _header;
        private readonly Dictionary<(int Trial, long Seed), RunRecord> _runs;
        private readonly Dictionary<int, IReadOnlyDictionary<string, string>> _parameters = [];

        public Trials(SweepRecord record)
        {
            _header = record.Header;
            _runs = [];
            foreach (var run in record.Runs)
            {
                _runs[(run.Trial, run.Seed)] = run;
                _parameters.TryAdd(run.Trial, run.Parameters);
            }
        }

        public int Lag => _header.Lag ?? 1;

        public RunRecord? Find(int trial, long seed) => _runs.GetValueOrDefault((trial, seed));

        public IReadOnlyDictionary<string, string>? Parameters(int trial) => _parameters.GetValueOrDefault(trial);

        public TrialResult Result(int trial, ParameterSet setting)
        {
            var runs = _header.Seeds.Select(seed => Find(trial, seed)).ToList();
            if (runs.Any(run => run is not { HasEnded: true }))
            {
                return TrialResult.Pending(trial, setting);
            }

            var sign = _header.Direction == Direction.Maximize ? -1 : 1;
            double[] losses = [.. runs.Select(run => LastValue(run!)).OfType<double>().Select(value => sign * value)];
            return new TrialResult(trial, setting, losses.Length > 0 ? TrialStanding.Ended : TrialStanding.Failed, losses);
        }

        /// <summary>
        /// What a run came to. One that was pruned counts with the last value that it had: without it, a setting would look better for each of its
        /// bad seeds that was pruned, and as no value at all, a run that was stopped late would tell no more than one that broke.
        /// </summary>
        private static double? LastValue(RunRecord run) => run switch
        {
            { State: RunState.Finished } => run.Objective,
            { State: RunState.Pruned, Objective: { } last } when double.IsFinite(last) => last,
            _ => null,
        };
    }
}

/// <summary>A run that can be begun.</summary>
/// <param name="Run">The run.</param>
/// <param name="Attempt">Which attempt at it that would be, from 1.</param>
public sealed record ClaimableRun(RunPlanned Run, int Attempt)
{
    /// <summary>Whether its process died in the middle before: it then trains without others, whom it may have taken with it.</summary>
    public bool HasDied { get; init; }
}
