namespace RlLab.Cli.TestHost;

/// <summary>A catalogue by hand, for tests of the host: experiments that take milliseconds and behave in every way that one can.</summary>
public static class TestExperiments
{
    /// <summary>
    /// The variable that is set where runs of seed 1 shall rest in their middle until they are stopped: whoever stops or kills one needs no haste.
    /// </summary>
    public const string Rests = "CLIMB_RESTS";

    private static readonly ExperimentDescriptor HillClimbing = new(
        "hill-climb",
        "Climbs a hill whose top is at a rate of 0.1.",
        PrefersGpu: false,
        [
            Real("Rate", "How fast it climbs.", 0.01, new LogUniformDomain(1e-3, 1, 4)),
            Whole("Width", "How wide its steps are.", 16, new ChoiceDomain([ParameterValue.Integer(16), ParameterValue.Integer(32)])),
            Option("Behaviour", "What it does instead of climbing.", Behaviour.Climb),
            Whole("Steps", "How many steps it climbs.", 50),
            Whole("Pause", "How long it rests after each step, in milliseconds.", 0),
            Truth("Loud", "Whether it prints."),
            Truth("Film", "Whether it films the climb."),
        ],
        new SweepDescriptor(Sampler.Grid, 10, 2, "eval/height", Direction.Maximize) { Confirm = 0 },
        HillClimb.Create);

    private static readonly ExperimentDescriptor Exploring = new(
        "explore",
        "Explores in one of two ways.",
        PrefersGpu: false,
        [
            Option("Exploration", "How it explores.", Exploration.EpsilonGreedy) with
            {
                Domain = new ChoiceDomain([.. Enum.GetNames<Exploration>().Select(ParameterValue.Option)]),
            },
            Real("Exploration.End", "Where it ends.", 0.1, new UniformDomain(0, 0.2)) with
            {
                ActiveWhen = new("Exploration", ParameterValue.Option("EpsilonGreedy")),
            },
            Real("Exploration.Temperature", "How far from greedy.", 1, new LogUniformDomain(0.1, 10)) with
            {
                ActiveWhen = new("Exploration", ParameterValue.Option("Boltzmann")),
            },
            Whole("Optimizer.BatchSize", "Transitions in an update.", 16, new ChoiceDomain([.. new[] { 16, 32, 64 }.Select(size =>
                ParameterValue.Integer(size))])),
        ],
        new SweepDescriptor(Sampler.Random, 20, 1, "eval/return", Direction.Maximize) { Confirm = 0 },
        _ => new Explorer())
    {
        NamedSweeps = [new SweepDescriptor(Sampler.Random, 3, 2, "eval/return", Direction.Minimize) { Name = "coarse", Confirm = 0 }],
        Budget = new BudgetDescriptor(Runs: 20, Hours: 1e-9),
        Constraints =
        [
            new("EndIsRound", "A large batch needs exploration to end early.", setting =>
                setting["Optimizer.BatchSize"].AsInteger() < 64 || !setting.TryGet("Exploration.End", out var end) || end.AsReal() < 0.1),
            new("Answers", "", setting => setting["Optimizer.BatchSize"].AsInteger() != 13 ? true : throw new InvalidOperationException("Bad luck.")),
        ],
    };

    private static readonly ExperimentDescriptor Matching = new(
        "match",
        "Names coins, in lanes.",
        PrefersGpu: false,
        [
            Option("Algorithm", "What teaches the policy.", Algorithm.Reinforce),
            Real("Rate", "How fast it learns.", 0.01, new LogUniformDomain(1e-3, 1e-1, 3)),
            Real("Share", "What part of the steps it has.", 1),
            Whole("Units", "How wide its network is.", 8),
            Whole("Steps", "How many steps it has.", 200),
            Option("Trouble", "What goes wrong.", Trouble.None),
        ],
        new SweepDescriptor(Sampler.Grid, 10, 2, "eval/return_mean", Direction.Maximize) { Confirm = 0 },
        MatchExperiment.Create);

    /// <summary>The catalogue.</summary>
    public static IReadOnlyList<ExperimentDescriptor> All { get; } =
    [
        HillClimbing,
        HillClimbing with { Name = "mistyped-objective", Sweep = HillClimbing.Sweep! with { Objective = "eval/hight" } },
        HillClimbing with
        {
            Name = "steady-climb",
            Summary = "Climbs a hill, and is compared by what it logs at every step.",
            Sweep = HillClimbing.Sweep! with { Objective = "train/height", Confirm = 3 },
        },
        Exploring,
        Matching,
        new ExperimentDescriptor("no-sweep", "", false, [], null, _ => throw new NotSupportedException("It does not train.")),
    ];

    private enum Exploration
    {
        EpsilonGreedy,
        Boltzmann,
    }

    private static ParameterDescriptor Real(string name, string summary, double value, Domain? domain = null) =>
        new(name, summary, ParameterKind.Real, ParameterValue.Real(value), domain, []);

    private static ParameterDescriptor Whole(string name, string summary, int value, Domain? domain = null) =>
        new(name, summary, ParameterKind.Integer, ParameterValue.Integer(value), domain, []) { Minimum = int.MinValue, Maximum = int.MaxValue };

    private static ParameterDescriptor Option<T>(string name, string summary, T value)
        where T : struct, Enum =>
        new(name, summary, ParameterKind.Option, ParameterValue.Option(value.ToString()), null, Enum.GetNames<T>());

    private static ParameterDescriptor Truth(string name, string summary) =>
        new(name, summary, ParameterKind.Boolean, ParameterValue.Boolean(false), null, []);
}
