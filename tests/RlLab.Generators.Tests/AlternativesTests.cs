using RlLab.Generators.Tests.Support;

namespace RlLab.Generators.Tests;

/// <summary>Hyperparameters that records hold: groups of them, and alternatives.</summary>
public class AlternativesTests
{
    private const string Source = """
        using RlLab;

        namespace Lab;

        [Experiment("lab")]
        public partial class Sample : IExperiment
        {
            /// <summary>How it explores.</summary>
            [Choice]
            public Exploration Exploration { get; init; } = new Exploration.EpsilonGreedy(0.1) { DecaySteps = 50, Start = 0.5f };

            public Adam Optimizer { get; init; } = new() { LearningRate = 1e-3, Momentum = new(Nesterov: true) };

            [Uniform(0, 1)] public double Discount { get; init; } = 0.5;

            public Task Train(IRun run) => Task.CompletedTask;
        }
        """;

    private const string Records = """
        using RlLab;

        namespace Lab;

        public abstract record Exploration
        {
            [Uniform(0, 1)] public float Start { get; init; } = 1;

            /// <summary>Random in some of the steps.</summary>
            /// <param name="End">Where it ends.</param>
            public sealed record EpsilonGreedy([property: Uniform(0, 0.2)] double End) : Exploration
            {
                [IntRange(10, 100)] public int DecaySteps { get; init; } = 20;
            }

            public sealed record Boltzmann([property: LogUniform(0.1, 10)] double Temperature = 1) : Exploration
            {
                [Choice(nameof(Scale.Fixed), nameof(Scale.Learned))] public Scale Scaling { get; init; } = new Scale.Fixed();
            }

            public sealed record Greedy : Exploration;
        }

        public abstract record Scale
        {
            public sealed record Fixed : Scale;
            public sealed record Learned : Scale { public required double Rate { get; init; } = 0.25; }
            public sealed record Running : Scale;
        }

        public sealed record Adam
        {
            /// <summary>The step size.</summary>
            [LogUniform(1e-4, 1e-2)] public double LearningRate { get; init; } = 1e-4;
            public Momentum Momentum { get; init; } = new(0.8);
        }

        public record Momentum(double Decay = 0.9, bool Nesterov = false);
        """;

    /// <summary>The records as a library must have them: nobody outside can read the default of what must be given.</summary>
    private static readonly string Made = Records.Replace("required ", "").Replace("double End)", "double End = 0.05)");

    private static readonly ExperimentDescriptor Descriptor = GeneratedCatalogue.Single(Source, Records);

    [Fact]
    public void A_choice_stands_before_what_depends_on_it() =>
        Descriptor.Parameters.Select(p => $"{p.Name}={p.Default} {p.Domain} | {p.ActiveWhen?.Parameter} {p.ActiveWhen?.Value}").Should().Equal(
            "Exploration=EpsilonGreedy one of EpsilonGreedy, Boltzmann, Greedy |  ",
            "Exploration.Start=0.5 uniform 0 to 1 |  ",
            "Exploration.End=0.1 uniform 0 to 0.2 | Exploration EpsilonGreedy",
            "Exploration.DecaySteps=50 whole 10 to 100 | Exploration EpsilonGreedy",
            "Exploration.Temperature=1 log-uniform 0.1 to 10 | Exploration Boltzmann",
            "Exploration.Scaling=Fixed one of Fixed, Learned | Exploration Boltzmann",
            "Exploration.Scaling.Rate=0.25  | Exploration.Scaling Learned",
            "Optimizer.LearningRate=0.001 log-uniform 0.0001 to 0.01 |  ",
            "Optimizer.Momentum.Decay=0.9  |  ",
            "Optimizer.Momentum.Nesterov=true  |  ",
            "Discount=0.5 uniform 0 to 1 |  ");

    [Fact]
    public void Says_what_each_is()
    {
        Descriptor.Parameters.Where(p => p.Summary.Length > 0).Select(p => $"{p.Name}: {p.Summary}").Should().Equal(
            "Exploration: How it explores.", "Exploration.End: Where it ends.", "Optimizer.LearningRate: The step size.");
        Descriptor.Parameters.Single(p => p.Name == "Exploration.Scaling").Options.Should().Equal("Fixed", "Learned", "Running");
        Descriptor.Parameters.Single(p => p.Name == "Exploration.Scaling").Kind.Should().Be(ParameterKind.Option);
    }

    [Fact]
    public void What_is_not_chosen_has_no_default() => Descriptor.Defaults.ToString().Should().Be(
        "Exploration=EpsilonGreedy Exploration.Start=0.5 Exploration.End=0.1 Exploration.DecaySteps=50 "
        + "Optimizer.LearningRate=0.001 Optimizer.Momentum.Decay=0.9 Optimizer.Momentum.Nesterov=true Discount=0.5");

    [Theory]
    [InlineData("", "EpsilonGreedy { Start = 0.5, End = 0.1, DecaySteps = 50 }")]
    [InlineData("Exploration=Boltzmann", "Boltzmann { Start = 0.5, Temperature = 1, Scaling = Fixed { } }")]
    [InlineData(
        "Exploration=Boltzmann Exploration.Scaling=Learned Exploration.Scaling.Rate=2 Exploration.Start=0",
        "Boltzmann { Start = 0, Temperature = 1, Scaling = Learned { Rate = 2 } }")]
    [InlineData("Exploration=Greedy", "Greedy { Start = 0.5 }")]
    [InlineData("Exploration.Temperature=9", "EpsilonGreedy { Start = 0.5, End = 0.1, DecaySteps = 50 }")]
    public void Makes_the_one_alternative_and_reads_it_back(string set, string expected)
    {
        var setting = Descriptor.Complete(Set(Descriptor, set));
        var instance = (IDeclaredExperiment)Descriptor.Create(setting);

        ((object)((dynamic)instance).Exploration).ToString().Should().Be(expected);
        ((object)((dynamic)instance).Optimizer).ToString().Should().Be(
            "Adam { LearningRate = 0.001, Momentum = Momentum { Decay = 0.9, Nesterov = True } }");
        instance.Parameters.Should().Equal(setting);
    }

    [Fact]
    public void Refuses_an_alternative_that_there_is_not() =>
        FluentActions.Invoking(() => Descriptor.Create(Set(Descriptor, "Exploration=Random"))).Should().Throw<ArgumentException>()
            .WithMessage("'Random' is no option of Exploration: it has EpsilonGreedy, Boltzmann, Greedy.");

    [Fact]
    public void A_record_that_must_be_given_a_value_gets_it()
    {
        var experiment = GeneratedCatalogue.Single(
            Source.Replace("[Choice]\n", "\n"), Records.Replace("{ get; init; } = new Scale.Fixed();",
                "{ get; init; } = new Scale.Learned { Rate = 3 };"));

        experiment.Parameters.Single(p => p.Name == "Exploration").Domain.Should().BeNull();
        experiment.Complete(Set(experiment, "Exploration=Boltzmann")).ToString().Should().Contain("Exploration.Scaling=Learned "
            + "Exploration.Scaling.Rate=3");
        ((object)((dynamic)experiment.Create(experiment.Defaults)).Exploration).ToString().Should().Contain("End = 0.1");
    }

    [Fact]
    public void Records_of_another_assembly_tell_their_defaults_when_the_program_starts()
    {
        var library = Library.Of("Records", Made);

        var experiment = GeneratedCatalogue.Of(GeneratorRun.Of(Compiler.Compile("Program", Source, library.Reference)), library).Single();

        experiment.Parameters.Select(p => $"{p.Name}={p.Default} {p.Domain}").Should().Equal(
            Descriptor.Parameters.Select(p => $"{p.Name}={p.Default} {p.Domain}"));
    }

    [Fact]
    public void An_inherited_property_of_another_assembly_tells_its_alternative_when_the_program_starts()
    {
        var library = Library.Of("Records", Made + """

            public abstract class Base
            {
                protected void Log(IRun run) { }
                public Exploration Exploration { get; init; } = new Exploration.Boltzmann { Temperature = 3, Start = 0.25f };
                public Adam Optimizer { get; init; } = new() { LearningRate = 0.5 };
            }
            """);
        const string Program = """
            [RlLab.Experiment("lab")]
            public partial class Sample : Lab.Base, RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """;

        var experiment = GeneratedCatalogue.Of(GeneratorRun.Of(Compiler.Compile("Program", Program, library.Reference)), library).Single();

        experiment.Defaults.ToString().Should().Be(
            "Exploration=Boltzmann Exploration.Start=0.25 Exploration.Temperature=3 Exploration.Scaling=Fixed "
            + "Optimizer.LearningRate=0.5 Optimizer.Momentum.Decay=0.8 Optimizer.Momentum.Nesterov=false");
        experiment.Parameters.Single(p => p.Name == "Exploration.DecaySteps").Default.Should().Be(ParameterValue.Integer(20));
    }

    [Fact]
    public void A_record_of_another_assembly_that_must_be_given_a_value_is_refused_where_nothing_gives_it()
    {
        var library = Library.Of("Records", Records);
        var run = GeneratorRun.Of(Compiler.Compile("Program", Source, library.Reference));

        run.Result.Diagnostics.Select(d => d.GetMessage()).Should().Equal(
            "'Learned' must be makeable from its hyperparameters alone, but 'Rate' must be given, and its default is not known outside of "
            + "'Records': give it a default, or make it a hyperparameter");
    }

    [Fact]
    public void A_setting_names_only_what_there_is() =>
        FluentActions.Invoking(() => Descriptor.Complete(new ParameterSet([new("Temperature", ParameterValue.Real(1))])))
            .Should().Throw<ArgumentException>().WithMessage("*'lab' has no parameter 'Temperature'*");

    private static ParameterSet Set(ExperimentDescriptor experiment, string text) =>
        new(text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(assignment => assignment.Split('=')).Select(parts =>
        {
            var kind = experiment.Parameters.Single(p => p.Name == parts[0]).Kind;
            ParameterValue.TryParse(kind, parts[1], out var value).Should().BeTrue();
            return KeyValuePair.Create(parts[0], value);
        }));
}
