using RlLab.Generators.Tests.Support;

namespace RlLab.Generators.Tests;

/// <summary>Relations between hyperparameters.</summary>
public class ConstraintTests
{
    private const string Source = """
        using RlLab;

        [Constraint(nameof(Fits))]
        public abstract class Base
        {
            public int Width { get; init; } = 3;

            /// <summary>The width is a multiple of three.</summary>
            protected bool Fits => Width % 3 == 0;
        }

        [Experiment("lab"), Constraint(nameof(IsWide)), Constraint(nameof(IsDeep)), Constraint(nameof(Explores))]
        public partial class Lab : Base, IExperiment
        {
            public int Depth { get; init; } = 4;
            public Exploration Exploration { get; init; } = new Exploration.None();

            /// <summary>It is not too narrow.</summary>
            private bool IsWide() => Width > 2;

            private static bool IsDeep(Base lab) => 12 / lab.Width > 1;

            private bool Explores => Exploration is not Exploration.Random { Share: > 0.5 };

            public Task Train(IRun run) => Task.CompletedTask;
        }

        public abstract record Exploration
        {
            public sealed record None : Exploration;
            public sealed record Random(double Share = 0.1) : Exploration;
        }
        """;

    private static readonly ExperimentDescriptor Experiment = GeneratedCatalogue.Single(Source);

    [Fact]
    public void Each_has_a_name_and_a_comment() => Experiment.Constraints.Select(c => $"{c.Name}: {c.Summary}").Should().Equal(
        "Fits: The width is a multiple of three.", "IsWide: It is not too narrow.", "IsDeep: ", "Explores: ");

    [Theory]
    [InlineData("", "Fits IsWide IsDeep Explores")]
    [InlineData("Width=4", "IsWide IsDeep Explores")]
    [InlineData("Width=1", "IsDeep Explores")]
    [InlineData("Width=9", "Fits IsWide Explores")]
    [InlineData("Exploration=Random", "Fits IsWide IsDeep Explores")]
    [InlineData("Exploration=Random Exploration.Share=0.75", "Fits IsWide IsDeep")]
    [InlineData("Exploration.Share=0.75", "Fits IsWide IsDeep Explores")]
    public void Each_is_asked_of_a_setting(string set, string holding)
    {
        var setting = Experiment.Complete(new ParameterSet(set.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('='))
            .Select(parts => KeyValuePair.Create(
                parts[0],
                ParameterValue.TryParse(Experiment.Parameters.Single(p => p.Name == parts[0]).Kind, parts[1], out var value) ? value : default))));

        string.Join(' ', Experiment.Constraints.Where(c => c.Holds(setting)).Select(c => c.Name)).Should().Be(holding);
    }
}
