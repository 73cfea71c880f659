using RlLab.Generators.Tests.Support;

namespace RlLab.Generators.Tests;

/// <summary>Compiles and loads what is generated, and looks at the descriptors.</summary>
public class DescriptorTests
{
    private const string Source = """
        using RlLab;

        namespace Lab.Worlds;

        /// <summary>Balances a pole with <see cref="CartPole"/>.</summary>
        [Experiment("cartpole-reinforce", PrefersGpu = true)]
        [Sweep(Sampler.Random, Trials = 6, Seeds = 4, Objective = "eval/return", Direction = Direction.Minimize, Confirm = 2, TestSeeds = 8,
            Pruner = Pruner.Asha, PruneAfter = 10_000_000_000, Lanes = 16)]
        public partial class CartPole : IExperiment
        {
            private const int Width = 32;

            public enum Baseline { None, Mean, Average = Mean, @default }

            /// <summary>Adam's step size.</summary>
            [LogUniform(1e-4, 1e-1, Points = 4)]
            public double LearningRate { get; init; } = 1e-2;

            [Uniform(0, 1)]
            public double Discount { get; set; } = 1;

            [Uniform(-1, 1, Step = 0.1)]
            public float Bonus { get; init; } = -.1f;

            [LogUniform(0.01f, 1, Step = 0.01)]
            public float Entropy { get; init; } = 0.07f;

            [LogUniform(1, 1e20)]
            public float Scale { get; init; } = 16777217;

            [Choice(16, Width, 2 * Width)]
            public int HiddenUnits { get; init; } = Width;

            [IntRange(-8, long.MaxValue)]
            public long Offset { get; init; } = -(3 + 'a' - 'a');

            [LogIntRange(16, 4096)]
            public int ReplayCapacity { get; init; } = 17;

            [IntRange(0, 100, Step = 25)]
            public int Episodes { get; init; } = 100;

            [Choice(false, true)]
            public bool Normalise { get; init; } = !true;

            [Choice("relu", nameof(System.Math.Tanh), "a\n\"b\" {c} \u2028")]
            public string Activation { get; init; } = nameof(System.Math.Tanh);

            [Choice(Baseline.Mean, Baseline.@default)]
            public Baseline Against { get; init; } = Baseline.Average;

            public System.DayOfWeek Day { get; init; } = default;

            public enum Feeding { First, Second, Again = Second }

            [Choice]
            public Feeding Feed { get; init; } = Feeding.Again;

            [Choice]
            public bool Clip { get; init; } = true;

            [Choice(1, 0.5, 2f)]
            public double Temperature { get; init; } = 2;

            public long @class { get; init; } = long.MinValue;

            private decimal Ignored { get; set; } = 3;
            internal object? AlsoIgnored { get; set; }
            protected object? Protected { get; set; }
            public static object? Static { get; set; }
            public object? GetOnly { get; } = null;
            public object? Computed => null;
            public object? PrivatelySet { get; private set; }

            public Task Train(IRun run) => Task.CompletedTask;
        }
        """;

    private static readonly ExperimentDescriptor Descriptor = GeneratedCatalogue.Single(Source);

    [Fact]
    public void Describes_the_class()
    {
        Descriptor.Name.Should().Be("cartpole-reinforce");
        Descriptor.Summary.Should().Be("Balances a pole with CartPole.");
        Descriptor.PrefersGpu.Should().BeTrue();
        Descriptor.Sweep.Should().Be(new SweepDescriptor(Sampler.Random, 6, 4, "eval/return", Direction.Minimize)
        {
            Confirm = 2, TestSeeds = 8, Pruner = Pruner.Asha, PruneAfter = 10_000_000_000, Lanes = 16,
        });
    }

    [Fact]
    public void An_instance_tells_what_it_is_and_how_it_is_set()
    {
        var values = new ParameterSet(
        [
            new("Bonus", ParameterValue.Real(0.3)), new("Offset", ParameterValue.Integer(7)), new("Normalise", ParameterValue.Boolean(true)),
            new("Activation", ParameterValue.Text("relu")), new("Against", ParameterValue.Option("default")), new("class", ParameterValue.Integer(2)),
        ]).Over(Descriptor.Defaults);
        var instance = (IDeclaredExperiment)Descriptor.Create(values);

        instance.Descriptor.Should().BeSameAs(Descriptor);
        instance.Parameters.Should().Equal(values);
    }

    [Fact]
    public void Describes_each_hyperparameter_in_the_order_of_declaration() =>
        Descriptor.Parameters.Select(p => (p.Name, p.Kind, Default: p.Default.ToString())).Should().Equal(
            ("LearningRate", ParameterKind.Real, "0.01"),
            ("Discount", ParameterKind.Real, "1"),
            ("Bonus", ParameterKind.Real, "-0.1"),
            ("Entropy", ParameterKind.Real, "0.07"),
            ("Scale", ParameterKind.Real, "16777216"),
            ("HiddenUnits", ParameterKind.Integer, "32"),
            ("Offset", ParameterKind.Integer, "-3"),
            ("ReplayCapacity", ParameterKind.Integer, "17"),
            ("Episodes", ParameterKind.Integer, "100"),
            ("Normalise", ParameterKind.Boolean, "false"),
            ("Activation", ParameterKind.Text, "Tanh"),
            ("Against", ParameterKind.Option, "Mean"),
            ("Day", ParameterKind.Option, "Sunday"),
            ("Feed", ParameterKind.Option, "Second"),
            ("Clip", ParameterKind.Boolean, "true"),
            ("Temperature", ParameterKind.Real, "2"),
            ("class", ParameterKind.Integer, "-9223372036854775808"));

    [Fact]
    public void Gives_each_domain_its_numbers() =>
        Descriptor.Parameters.ToDictionary(p => p.Name, p => p.Domain).Should().Equal(new Dictionary<string, Domain?>
        {
            ["LearningRate"] = new LogUniformDomain(1e-4, 1e-1, 4),
            ["Discount"] = new UniformDomain(0, 1),
            ["Bonus"] = new UniformDomain(-1, 1, 0.1),
            ["Entropy"] = new LogUniformDomain(0.01, 1, Step: 0.01),
            ["Scale"] = new LogUniformDomain(1, 1e20),
            ["HiddenUnits"] = new ChoiceDomain([ParameterValue.Integer(16), ParameterValue.Integer(32), ParameterValue.Integer(64)]),
            ["Offset"] = new IntRangeDomain(-8, long.MaxValue),
            ["ReplayCapacity"] = new LogIntRangeDomain(16, 4096),
            ["Episodes"] = new IntRangeDomain(0, 100, 25),
            ["Normalise"] = new ChoiceDomain([ParameterValue.Boolean(false), ParameterValue.Boolean(true)]),
            ["Activation"] = new ChoiceDomain(
                [ParameterValue.Text("relu"), ParameterValue.Text("Tanh"), ParameterValue.Text("a\n\"b\" {c} \u2028")]),
            ["Against"] = new ChoiceDomain([ParameterValue.Option("Mean"), ParameterValue.Option("default")]),
            ["Day"] = null,
            ["Feed"] = new ChoiceDomain([ParameterValue.Option("First"), ParameterValue.Option("Second")]),
            ["Clip"] = new ChoiceDomain([ParameterValue.Boolean(false), ParameterValue.Boolean(true)]),
            ["Temperature"] = new ChoiceDomain([ParameterValue.Real(1), ParameterValue.Real(0.5), ParameterValue.Real(2)]),
            ["class"] = null,
        });

    [Fact]
    public void Lists_an_enums_members_once() =>
        Descriptor.Parameters.Single(p => p.Name == "Against").Options.Should().Equal("None", "Mean", "default");

    [Fact]
    public void Says_what_an_int_holds()
    {
        var narrow = Descriptor.Parameters.Single(p => p.Name == "HiddenUnits");
        var wide = Descriptor.Parameters.Single(p => p.Name == "Offset");

        (narrow.Minimum, narrow.Maximum).Should().Be((int.MinValue, int.MaxValue));
        (wide.Minimum, wide.Maximum).Should().Be((long.MinValue, long.MaxValue));
    }

    [Fact]
    public void Makes_an_instance_with_the_defaults()
    {
        dynamic instance = Descriptor.Create(Descriptor.Defaults);

        ((double)instance.LearningRate).Should().Be(1e-2);
        ((float)instance.Bonus).Should().Be(-.1f);
        ((int)instance.HiddenUnits).Should().Be(32);
        ((string)instance.Activation).Should().Be("Tanh");
        ((DayOfWeek)instance.Day).Should().Be(DayOfWeek.Sunday);
        ((long)instance.@class).Should().Be(long.MinValue);
    }

    [Fact]
    public void Makes_an_instance_with_other_values()
    {
        dynamic instance = Create(
            ("LearningRate", ParameterValue.Real(0.5)),
            ("Discount", ParameterValue.Integer(0)),
            ("Bonus", ParameterValue.Real(0.3)),
            ("HiddenUnits", ParameterValue.Integer(int.MaxValue)),
            ("Offset", ParameterValue.Integer(long.MinValue)),
            ("Normalise", ParameterValue.Boolean(true)),
            ("Activation", ParameterValue.Text("relu")),
            ("Against", ParameterValue.Option("default")),
            ("Day", ParameterValue.Option("Friday")));

        ((double)instance.LearningRate).Should().Be(0.5);
        ((double)instance.Discount).Should().Be(0);
        ((float)instance.Bonus).Should().Be(0.3f);
        ((int)instance.HiddenUnits).Should().Be(int.MaxValue);
        ((long)instance.Offset).Should().Be(long.MinValue);
        ((bool)instance.Normalise).Should().BeTrue();
        ((string)instance.Activation).Should().Be("relu");
        ((Enum)instance.Against).ToString().Should().Be("default");
        ((DayOfWeek)instance.Day).Should().Be(DayOfWeek.Friday);
    }

    [Fact]
    public void Makes_a_new_instance_each_time() =>
        Descriptor.Create(Descriptor.Defaults).Should().NotBeSameAs(Descriptor.Create(Descriptor.Defaults));

    [Fact]
    public void Refuses_a_value_that_the_property_cannot_hold()
    {
        FluentActions.Invoking(() => Create(("HiddenUnits", ParameterValue.Integer(int.MaxValue + 1L))))
            .Should().Throw<OverflowException>().WithMessage("*2147483648*int*");
        FluentActions.Invoking(() => Create(("Scale", ParameterValue.Real(1e39))))
            .Should().Throw<OverflowException>().WithMessage("*1E+39*float*");
        FluentActions.Invoking(() => Create(("Against", ParameterValue.Option("mean"))))
            .Should().Throw<ArgumentException>().WithMessage("'mean' is no option of Against: it has None, Mean, default.");
        FluentActions.Invoking(() => Create(("HiddenUnits", ParameterValue.Real(3))))
            .Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Takes_the_defaults_of_the_sweep_from_its_attribute()
    {
        var attribute = new SweepAttribute { Objective = "return" };

        var sweep = GeneratedCatalogue.Single("""
            using RlLab;

            [Experiment("lab"), Sweep(Objective = "return")]
            partial class Lab : IExperiment
            {
                [Uniform(0, 1)] public double Value { get; init; } = 0.5;
                public Task Train(IRun run) => Task.CompletedTask;
            }
            """).Sweep;

        sweep.Should().Be(new SweepDescriptor(
            attribute.Sampler, attribute.Trials, attribute.Seeds, attribute.Objective, attribute.Direction)
        {
            Confirm = attribute.Confirm,
            TestSeeds = attribute.TestSeeds,
            Pruner = attribute.Pruner,
            PruneAfter = attribute.PruneAfter,
            Lanes = attribute.Lanes,
        });
    }

    [Fact]
    public void Needs_neither_sweep_nor_hyperparameters()
    {
        var bare = GeneratedCatalogue.Single("""
            [RlLab.Experiment("lab")]
            partial class Lab : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """);

        bare.Sweep.Should().BeNull();
        bare.PrefersGpu.Should().BeFalse();
        bare.Summary.Should().BeEmpty();
        bare.Parameters.Should().BeEmpty();
        bare.Create(ParameterSet.Empty).Should().NotBeNull();
    }

    private static IExperiment Create(params (string Name, ParameterValue Value)[] values) => Descriptor.Create(
        new ParameterSet(values.Select(v => KeyValuePair.Create(v.Name, v.Value))).Over(Descriptor.Defaults));
}
