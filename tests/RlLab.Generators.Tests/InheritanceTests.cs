using RlLab.Generators.Tests.Support;

namespace RlLab.Generators.Tests;

/// <summary>Hyperparameters of base classes of the same project.</summary>
public class InheritanceTests
{
    private const string Train = "public override Task Train(RlLab.IRun run) => Task.CompletedTask;";

    [Fact]
    public void A_base_classs_hyperparameters_come_first_and_are_set_like_any_other()
    {
        var experiment = GeneratedCatalogue.Single(
            $$"""
            [RlLab.Experiment("lab"), RlLab.Sweep(Objective = "return")]
            public partial class Lab : Middle { public int Own { get; init; } = 4; {{Train}} }
            """,
            """
            public abstract class Root : RlLab.IExperiment
            {
                /// <summary>Adam's step size.</summary>
                [RlLab.Uniform(0, 1)] public double Rate { get; init; } = 1;
                public abstract Task Train(RlLab.IRun run);
            }

            public abstract class Middle : Root { public int Width { get; init; } = 2; public int Depth { get; set; } = 3; }
            """);

        experiment.Defaults.ToString().Should().Be("Rate=1 Width=2 Depth=3 Own=4");
        experiment.Parameters[0].Domain.Should().Be(new UniformDomain(0, 1));
        experiment.Parameters[0].Summary.Should().Be("Adam's step size.");
        var rate = new ParameterSet([KeyValuePair.Create("Rate", ParameterValue.Real(0.25))]).Over(experiment.Defaults);
        ((double)((dynamic)experiment.Create(rate)).Rate).Should().Be(0.25);
    }

    [Fact]
    public void An_override_brings_its_default_and_keeps_its_place_its_domain_and_its_comment() => Describe(
            """
            /// <summary>Adam's step size.</summary>
            [RlLab.Uniform(0, 1)] public virtual double Rate { get; init; } = 0.5;
            [RlLab.Choice(1, 2)] public abstract int Width { get; init; }
            public virtual int Depth { get; init; } = 3;
            """,
            """
            [RlLab.IntRange(1, 8)] public override int Depth { get; init; } = 4;
            /// <inheritdoc/>
            public override double Rate { get; init; } = 0.25;
            public override int Width { get; init; } = 2;
            """)
        .Should().Equal("Rate=0.25 uniform 0 to 1 Adam's step size.", "Width=2 one of 1, 2 ", "Depth=4 whole 1 to 8 ");

    [Fact]
    public void An_override_that_fixes_a_value_is_no_hyperparameter() =>
        Describe("[RlLab.Uniform(0, 1)] public virtual double Rate { get; init; } = 0.5;", "public override double Rate => 0.25;").Should().BeEmpty();

    [Fact]
    public void What_a_base_class_keeps_to_itself_is_no_hyperparameter() => Describe(
            """
            public double Private { get; private set; } = 1;
            public double Protected { get; protected init; } = 1;
            internal double Internal { get; init; } = 1;
            protected double Family { get; init; } = 1;
            public static double Static { get; set; } = 1;
            public double GetOnly { get; } = 1;
            private double Hidden { get; init; } = 1;
            """,
            "public double Hidden { get; init; } = 2;")
        .Should().Equal("Hidden=2  ");

    [Fact]
    public void A_private_member_between_hides_nothing() => GeneratedCatalogue.Single($$"""
            abstract class Root : RlLab.IExperiment { public double Rate { get; init; } = 1; public abstract Task Train(RlLab.IRun run); }
            abstract class Middle : Root { private new double Rate => 2; protected double Sum => Rate; }
            [RlLab.Experiment("lab")] partial class Lab : Middle { {{Train}} }
            """)
        .Defaults.ToString().Should().Be("Rate=1");

    [Fact]
    public void A_generic_base_class_gives_what_its_argument_makes_of_it() => GeneratedCatalogue.Single($$"""
            abstract class Root<T> : RlLab.IExperiment
            {
                public enum Kind { First, Second }
                public Kind Which { get; init; } = Kind.Second;
                public double Rate { get; init; } = 1;
                public abstract Task Train(RlLab.IRun run);
            }

            [RlLab.Experiment("lab")] partial class Lab : Root<int> { {{Train}} }
            """)
        .Defaults.ToString().Should().Be("Which=Second Rate=1");

    [Fact]
    public void A_required_hyperparameter_of_a_base_class_is_set() =>
        Describe("public required int Width { get; init; } = 3;", "").Should().Equal("Width=3  ");

    [Fact]
    public void Required_members_that_a_constructor_sets_are_no_obstacle() => Describe(
            "public required int Field;", "[System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Lab() => Field = 3;")
        .Should().BeEmpty();

    [Fact]
    public void Records_inherit_too() => GeneratedCatalogue.Single("""
            abstract record Root { public double Rate { get; init; } = 1; }
            [RlLab.Experiment("lab")] partial record Lab : Root, RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """)
        .Defaults.ToString().Should().Be("Rate=1");

    [Fact]
    public void A_base_class_that_no_experiment_of_this_project_has_may_be_swept() => GeneratorRun.Of(
            "public abstract class Root { [RlLab.Uniform(0, 1)] public double Rate { get; init; } = 1; }").Problems.Should().BeEmpty();

    private static IEnumerable<string> Describe(string inherited, string members) => GeneratedCatalogue.Single($$"""
            abstract class Root : RlLab.IExperiment { {{inherited}} public abstract Task Train(RlLab.IRun run); }
            [RlLab.Experiment("lab")] partial class Lab : Root { {{members}} {{Train}} }
            """)
        .Parameters.Select(p => $"{p.Name}={p.Default} {p.Domain} {p.Summary}");
}
