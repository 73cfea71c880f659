namespace RlLab.Sweeps.Tests;

/// <summary>Experiments and sweeps made by hand.</summary>
internal static class Samples
{
    public static ParameterDescriptor Real(string name, Domain? domain) =>
        new(name, "", ParameterKind.Real, ParameterValue.Real(0.5), domain, []);

    public static ParameterDescriptor Whole(string name, Domain? domain) =>
        new(name, "", ParameterKind.Integer, ParameterValue.Integer(2), domain, []);

    public static ParameterDescriptor Text(string name, params string[] values) =>
        new(name, "", ParameterKind.Text, ParameterValue.Text(values[0]), new ChoiceDomain([.. values.Select(ParameterValue.Text)]), []);

    public static SearchSpace Finite { get; } = new(
    [
        Real("Rate", new UniformDomain(0.25, 1, 0.25)),
        Whole("Width", new IntRangeDomain(8, 24, 8)),
        Text("Kind", "a", "b"),
    ]);

    public static SearchSpace Continuous { get; } = new(
    [
        Real("Rate", new LogUniformDomain(1e-4, 1e-1)),
        Real("Discount", new UniformDomain(0.9, 1)),
        Whole("Width", new IntRangeDomain(1, 1000)),
        Real("Decay", new UniformDomain(0, 0.3, 0.1)),
    ]);

    public static ExperimentDescriptor Experiment(SearchSpace space, SweepDescriptor? sweep) => new(
        "sample",
        "A sample.",
        false,
        [.. space.Parameters, Real("Plain", null)],
        sweep,
        _ => throw new NotSupportedException("A sample does not train."));

    public static SweepHeader Header(int seeds = 3, Direction direction = Direction.Maximize) => new(
        "0123456789abcdef0123456789abcdef",
        "sample",
        DateTimeOffset.UnixEpoch,
        Sampler.Random,
        SamplerSeed: 7,
        ["Rate"],
        new Dictionary<string, string>(),
        Trials: 2,
        [.. Enumerable.Range(0, seeds).Select(s => (long)s)],
        "eval/return",
        direction);

    public static SweepRecord Record(SweepHeader header, params (int Trial, double?[] Objectives)[] trials) => new(
        header,
        [
            .. trials.SelectMany(t => t.Objectives.Select((objective, seed) => new RunRecord(
                $"{t.Trial}-{seed}",
                t.Trial,
                seed,
                new Dictionary<string, string> { ["Rate"] = $"{t.Trial}" },
                objective is null ? RunState.Failed : double.IsNaN(objective.Value) ? RunState.NotComparable : RunState.Finished,
                objective))),
        ]);

    /// <summary>The same with test runs.</summary>
    public static SweepRecord WithTests(this SweepRecord sweep, params (int Trial, double?[] Objectives)[] trials)
    {
        var tests = Record(sweep.Header, trials).Runs;
        return sweep with
        {
            Runs =
            [
                .. sweep.Runs,
                .. tests.Select(run => run with { Id = "test-" + run.Id, Seed = Confirmation.FirstTestSeed + run.Seed, Phase = RunPhase.Test }),
            ],
        };
    }

    public static RunRequest Request(string id, int trial = 0) => new(
        id,
        $"trial {trial}",
        "sweep",
        "sample",
        trial,
        0,
        "cpu",
        "eval/return",
        new Dictionary<string, string>(),
        new Dictionary<string, string>());
}
