namespace RlLab.Cli.TestHost;

/// <summary>A catalogue by hand, for tests of the host: experiments that take milliseconds and behave in every way that one can.</summary>
public static class TestExperiments
{
    /// <summary>The catalogue.</summary>
    public static IReadOnlyList<ExperimentDescriptor> All { get; } =
    [
        new ExperimentDescriptor(
            "hill-climb",
            "Climbs a hill whose top is at a rate of 0.1.",
            PrefersGpu: false,
            [
                new("Rate", "How fast it climbs.", ParameterKind.Real, ParameterValue.Real(0.01), new LogUniformDomain(1e-3, 1, 4), []),
                new("Width", "How wide its steps are.", ParameterKind.Integer, ParameterValue.Integer(16), new ChoiceDomain([ParameterValue.Integer(16), ParameterValue.Integer(32)]), [])
                {
                    Minimum = int.MinValue,
                    Maximum = int.MaxValue,
                },
                new("Behaviour", "What it does instead of climbing.", ParameterKind.Option, ParameterValue.Option("Climb"), null, Enum.GetNames<Behaviour>()),
                new("Steps", "How many steps it climbs.", ParameterKind.Integer, ParameterValue.Integer(50), null, []) { Minimum = int.MinValue, Maximum = int.MaxValue },
                new("Pause", "How long it rests after each step, in milliseconds.", ParameterKind.Integer, ParameterValue.Integer(0), null, []),
                new("Loud", "Whether it prints.", ParameterKind.Boolean, ParameterValue.Boolean(false), null, []),
                new("Film", "Whether it films the climb.", ParameterKind.Boolean, ParameterValue.Boolean(false), null, []),
            ],
            new SweepDescriptor(Sampler.Grid, 10, 2, "eval/height", Direction.Maximize),
            HillClimb.Create),
        new ExperimentDescriptor("no-sweep", "", false, [], null, _ => throw new NotSupportedException("It does not train.")),
    ];
}
