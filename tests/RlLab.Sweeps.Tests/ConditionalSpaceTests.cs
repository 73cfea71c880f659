namespace RlLab.Sweeps.Tests;

/// <summary>The space that is left of alternatives when some choices are settled.</summary>
public sealed class ConditionalSpaceTests
{
    private static readonly ExperimentDescriptor Experiment = Samples.Experiment(
        new SearchSpace(
        [
            Choice("Outer", null, "A", "B"),
            Choice("Outer.Inner", ("Outer", "A"), "X", "Y"),
            Number("Outer.Inner.P", ("Outer.Inner", "X")),
            Number("Outer.Inner.Q", ("Outer.Inner", "Y")),
            Number("Outer.R", ("Outer", "B")),
        ]),
        null);

    [Theory]
    [InlineData("", "Outer; Outer.Inner if Outer=A; Outer.Inner.P if Outer.Inner=X; Outer.Inner.Q if Outer.Inner=Y; Outer.R if Outer=B")]
    [InlineData("Outer=A", "Outer.Inner; Outer.Inner.P if Outer.Inner=X; Outer.Inner.Q if Outer.Inner=Y")]
    [InlineData("Outer=B", "Outer.R")]
    [InlineData("Outer.Inner=Y", "Outer; Outer.Inner.Q if Outer=A; Outer.R if Outer=B")]
    [InlineData("Outer=A Outer.Inner=X", "Outer.Inner.P")]
    [InlineData("Outer=B Outer.Inner=X", "Outer.R")]
    public void A_settled_choice_leaves_no_condition(string set, string space) => Text(SearchSpace.Of(Experiment, Set(set))).Should().Be(space);

    [Fact]
    public void A_choice_that_is_not_swept_is_settled_by_its_default()
    {
        var plain = Experiment with { Parameters = [.. Experiment.Parameters.Select(p => p.Name == "Outer" ? p with { Domain = null } : p)] };
        Text(SearchSpace.Of(plain, ParameterSet.Empty)).Should().Be("Outer.Inner; Outer.Inner.P if Outer.Inner=X; Outer.Inner.Q if Outer.Inner=Y");
    }

    [Fact]
    public void What_no_choice_of_the_sweep_makes_active_is_left_out()
    {
        var narrow = new ChoiceDomain([ParameterValue.Option("B")]);
        var plain = Experiment with { Parameters = [.. Experiment.Parameters.Select(p => p.Name == "Outer" ? p with { Domain = narrow } : p)] };
        Text(SearchSpace.Of(plain, ParameterSet.Empty)).Should().Be("Outer; Outer.R if Outer=B");
    }

    [Fact]
    public void A_constraint_sees_the_active_parameters_alone()
    {
        ParameterSet? seen = null;
        var space = SearchSpace.Of(
            Experiment with { Constraints = [new("Any", "", values => (seen = values) is not null)] }, Set("Outer.Inner=Y Outer.R=0.25"));

        space.Allows(Set("Outer=A Outer.Inner.P=0.1")).Should().BeTrue();
        seen!.ToString().Should().Be("Outer=A Outer.Inner=Y Outer.Inner.Q=0.5 Plain=0.5");
        space.Allows(Set("Outer=B")).Should().BeTrue();
        seen!.ToString().Should().Be("Outer=B Outer.R=0.25 Plain=0.5");
    }

    private static string Text(SearchSpace space) => string.Join(
        "; ", space.Parameters.Select(p => p.Name + (p.ActiveWhen is { } when ? $" if {when.Parameter}={when.Value}" : "")));

    private static ParameterSet Set(string text) => new(
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(assignment => assignment.Split('=')).Select(parts => KeyValuePair.Create(
            parts[0],
            ParameterValue.TryParse(Experiment.Parameters.Single(p => p.Name == parts[0]).Kind, parts[1], out var value)
                ? value
                : throw new ArgumentException(parts[1]))));

    private static ParameterDescriptor Choice(string name, (string Choice, string Value)? when, params string[] options) => new(
        name, "", ParameterKind.Option, ParameterValue.Option(options[0]), new ChoiceDomain([.. options.Select(ParameterValue.Option)]), options)
    {
        ActiveWhen = when is var (choice, value) ? new(choice, ParameterValue.Option(value)) : null,
    };

    private static ParameterDescriptor Number(string name, (string Choice, string Value) when) =>
        Samples.Real(name, new UniformDomain(0, 1)) with { ActiveWhen = new(when.Choice, ParameterValue.Option(when.Value)) };
}
