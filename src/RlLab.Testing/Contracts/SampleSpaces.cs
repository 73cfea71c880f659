using RlLab.Sweeps;

namespace RlLab.Testing;

/// <summary>The search spaces that samplers are held to.</summary>
internal static class SampleSpaces
{
    public static SearchSpace Finite { get; } = new(
        [Real("Rate", new UniformDomain(0.25, 1, 0.25)), Whole("Width", new IntRangeDomain(8, 24, 8)), Text("Kind", "a", "b")]);

    public static SearchSpace Single { get; } = new(
        [Whole("Width", new IntRangeDomain(7, 7)), Real("Rate", new UniformDomain(0.25, 0.25)), Text("Kind", "only")]);

    /// <summary>2 x (3 x 2 of the first alternative, 2 x 4 of the second, 1 of the third) settings.</summary>
    public static SearchSpace Conditional { get; } = new(
    [
        Text("Plan", "first", "second", "third"),
        Whole("First.Width", new IntRangeDomain(1, 3)) with { ActiveWhen = Is("Plan", "first") },
        Text("First.Kind", "a", "b") with { ActiveWhen = Is("Plan", "first") },
        Text("Second.Kind", "plain", "deep") with { ActiveWhen = Is("Plan", "second") },
        Real("Second.Rate", new UniformDomain(0, 0.3, 0.1)) with { ActiveWhen = Is("Plan", "second") },
        Text("Common", "x", "y"),
    ]);

    /// <summary>25 settings, of which 15 keep to the constraint.</summary>
    public static SearchSpace Constrained { get; } = new([Whole("Batch", new IntRangeDomain(1, 5)), Whole("Memory", new IntRangeDomain(1, 5))])
    {
        Constraints = [new("BatchFits", "", setting => setting["Batch"].AsInteger() <= setting["Memory"].AsInteger())],
    };

    /// <summary>Every kind of domain, and alternatives within alternatives.</summary>
    public static SearchSpace Continuous { get; } = new(
    [
        Real("Rate", new LogUniformDomain(1e-4, 1e-1)),
        Real("Discount", new UniformDomain(0.9, 1)),
        Whole("Width", new IntRangeDomain(1, 1000)),
        Real("Decay", new UniformDomain(0, 0.3, 0.1)),
        Whole("Memory", new LogIntRangeDomain(10, 100_000)),
        Real("Entropy", new LogUniformDomain(0.01, 1, Step: 0.04)),
        Whole("Depth", new ChoiceDomain([.. new long[] { 1, 2, 4 }.Select(ParameterValue.Integer)])),
        Text("Plan", "greedy", "soft"),
        Real("Greedy.End", new LogUniformDomain(1e-3, 1)) with { ActiveWhen = Is("Plan", "greedy") },
        Text("Greedy.Kind", "a", "b") with { ActiveWhen = Is("Plan", "greedy") },
        Whole("Greedy.Steps", new IntRangeDomain(0, 90, 30)) with { ActiveWhen = Is("Greedy.Kind", "b") },
    ]);

    public static SearchSpace Huge { get; } = new(
    [
        Whole("All", new IntRangeDomain(long.MinValue, long.MaxValue)),
        Whole("Logarithmic", new LogIntRangeDomain(1, long.MaxValue)),
        Real("Wide", new UniformDomain(-double.MaxValue, double.MaxValue)),
        Real("Magnitudes", new LogUniformDomain(1e-300, 1e300)),
        Real("Fine", new UniformDomain(0, 1, 1e-12)),
        Real("FineMagnitudes", new LogUniformDomain(1e-300, 1, Step: 1e-12)),
    ]);

    /// <summary>Asserts that a setting has exactly the active parameters, in order, each with a value of its domain.</summary>
    public static void Check(SearchSpace space, ParameterSet setting)
    {
        var active = new List<string>();
        foreach (var parameter in space.Parameters.Where(parameter => SearchSpace.IsActive(parameter, setting)))
        {
            active.Add(parameter.Name);
            var value = setting[parameter.Name];
            value.Kind.Should().Be(parameter.Kind);
            parameter.Domain!.Contains(value).Should().BeTrue($"{parameter.Name}={value} was to be {parameter.Domain}");
            if (SearchSpace.CountOf(parameter.Domain) is { } count && count <= 1_000)
            {
                parameter.Domain.Grid.Should().Contain(value);
            }
        }

        setting.Select(pair => pair.Key).Should().Equal(active);
    }

    private static ParameterCondition Is(string parameter, string value) => new(parameter, ParameterValue.Text(value));

    private static ParameterDescriptor Real(string name, Domain domain) => new(name, "", ParameterKind.Real, ParameterValue.Real(0.5), domain, []);

    private static ParameterDescriptor Whole(string name, Domain domain) =>
        new(name, "", ParameterKind.Integer, ParameterValue.Integer(2), domain, []);

    private static ParameterDescriptor Text(string name, params string[] values) =>
        new(name, "", ParameterKind.Text, ParameterValue.Text(values[0]), new ChoiceDomain([.. values.Select(ParameterValue.Text)]), []);
}
