namespace RlLab.Generators.Tests;

public static partial class DiagnosticCases
{
    private const string Exploring = """
        public abstract record Exploration
        {
            public sealed record EpsilonGreedy([property: Uniform(0, 1)] double End = 0.1) : Exploration;
            public sealed record Boltzmann : Exploration { [LogUniform(0.1, 10)] public double Temperature { get; init; } = 1; }
        }
        """;

    private static IEnumerable<(string Title, string Source)> RecordCases() =>
    [
        ("a record without a default", With(Exploring, "public Exploration {|RLLAB203:Value|} { get; init; }")),
        ("a group without a default", With("public record Group(int Width = 3);", "public Group {|RLLAB203:Value|} { get; init; }")),
        ("a record of null", With("public record Group(int Width);", "public Group Value { get; init; } = {|RLLAB204:null!|};")),
        ("an alternative's parameter without a default", With(
            "public abstract record Choice { public sealed record One : Choice; public sealed record Two(int {|RLLAB203:Width|}) : Choice; }",
            "public Choice Value { get; init; } = new Choice.One();")),
        ("a record that is computed", With(Exploring, "public Exploration Value { get; init; } = {|RLLAB204:Make()|}; static Exploration Make() "
            + "=> null!;")),
        ("a record that is a copy", With(
            Exploring, "public Exploration Value { get; init; } = {|RLLAB204:new Exploration.EpsilonGreedy() with { End = 0.5 }|};")),
        ("a record with a value that is computed", With(
            Exploring, "public Exploration Value { get; init; } = new Exploration.EpsilonGreedy({|RLLAB204:System.Math.Sqrt(0.5)|});")),
        ("a record whose constructor computes", With(
            "public record Group { public Group(int half) { Width = 2 * half; } public int Width { get; init; } = 1; public Group() { } }",
            "public Group Value { get; init; } = new Group({|RLLAB204:3|});")),
        ("a record that sets what another record holds", With(
            "public record Inner(int Width = 3); public record Group { public Inner Inner { get; init; } = new(); }",
            "public Group Value { get; init; } = new() { {|RLLAB204:Inner = { }|} };")),
        ("a record that derives from the property's", With(
            "public record Group(int Width = 3); public record More(int Depth = 3) : Group;",
            "public Group Value { get; init; } = {|RLLAB205:new More()|};")),
        ("a record that is none of the alternatives", With(
            Exploring + "\npublic sealed record {|RLLAB211:Elsewhere|} : Exploration;",
            "public Exploration Value { get; init; } = {|RLLAB205:new Elsewhere()|};")),
        ("a value of a record outside its domain", With(
            Exploring, "public Exploration Value { get; init; } = new Exploration.EpsilonGreedy(End: {|RLLAB207:2|});")),
        ("a record's own default outside its domain", With(
            "public record Group { [IntRange(1, 8)] public int Width { get; init; } = {|RLLAB207:9|}; }",
                "public Group Value { get; init; } = new();")),
        ("a positional default outside its domain", With(
            "public record Group([property: IntRange(1, 8)] int Width = {|RLLAB207:9|});", "public Group Value { get; init; } = new();")),
        ("an alternative that is no choice", With(
            Exploring,
            "[Choice(nameof(Exploration.Boltzmann))] public Exploration Value { get; init; } = {|RLLAB207:new Exploration.EpsilonGreedy()|};")),
        ("a record's property of a type that cannot be one", With(
            "public record Group({|RLLAB201:decimal|} Width = 1);", "public Group Value { get; init; } = new();")),
        ("a record's swept property that cannot be set", With(
            "public record Group { [Uniform(0, 1)] public double {|RLLAB202:Width|} { get; } = 1; }", "public Group Value { get; init; } = new();")),
        ("a record's names in two spellings", With(
            "public record Group(int Width = 1, int {|RLLAB209:width|} = 2);", "public Group Value { get; init; } = new();")),
        ("two alternatives' names in two spellings", With(
            """
            public abstract record Choice
            {
                public sealed record One(int Width = 1) : Choice;
                public sealed record Two(int {|RLLAB209:width|} = 2) : Choice;
            }
            """,
            "public Choice Value { get; init; } = new Choice.One();")),

        ("a record that holds itself", With(
            "public record Group { public Group {|RLLAB210:Inner|} { get; init; } = new(); }", "public Group Value { get; init; } = new();")),
        ("an alternative that holds its own choice", With(
            "public abstract record Choice { public sealed record One : Choice { public Choice {|RLLAB210:Inner|} { get; init; } = new One(); } }",
            "public Choice Value { get; init; } = new Choice.One();")),
        ("records that hold each other", With(
            """
            public record First { public Second Inner { get; init; } = new(); }
            public record Second { public First {|RLLAB210:Inner|} { get; init; } = new(); }
            """,
            "public First Value { get; init; } = new();")),

        ("an alternative that is not sealed", With(
            "public abstract record Choice { public sealed record One : Choice; public record {|RLLAB211:Two|} : Choice; }",
            "public Choice Value { get; init; } = new Choice.One();")),
        ("an alternative that nobody can reach", With(
            "public abstract record Choice { public sealed record One : Choice; private sealed record {|RLLAB211:Two|} : Choice; }",
            "public Choice Value { get; init; } = new Choice.One();")),
        ("a generic alternative", With(
            "public abstract record Choice { public sealed record One : Choice; public sealed record {|RLLAB211:Two|}<T> : Choice; }",
            "public Choice Value { get; init; } = new Choice.One();")),
        ("an abstract record without alternatives", With(
            "public abstract record Choice; public sealed record {|RLLAB211:Elsewhere|} : Choice;",
            "public Choice {|RLLAB211:Value|} { get; init; } = new Elsewhere();")),

        ("one name in two alternatives", With(
            """
            public abstract record Choice
            {
                public sealed record One(int Width = 1) : Choice;
                public sealed record Two(int {|RLLAB212:Width|} = 2) : Choice;
            }
            """,
            "public Choice Value { get; init; } = new Choice.One();")),

        ("a record whose constructor takes what is no hyperparameter", With(
            "public record Group { public Group(System.Random random) { } public int Width { get; init; } = 1; }",
            "public Group Value { get; init; } = new({|RLLAB204:new System.Random(3)|});")),
        ("an alternative whose constructor takes what is no hyperparameter", With(
            """
            public abstract record Choice
            {
                public sealed record One : Choice;
                public sealed record Two : Choice { public Two(System.Type type) { } }
            }
            """,
            "public Choice {|RLLAB213:Value|} { get; init; } = new Choice.One();")),
        ("a record that requires what is no hyperparameter", With(
            "public record Group { public required int Width { init { } } }", "public Group {|RLLAB213:Value|} { get; init; } = new() { Width = 3 "
                + "};")),

        ("a range on a choice", With(
            Exploring, "[{|RLLAB306:Uniform(0, 1)|}] public Exploration Value { get; init; } = new Exploration.EpsilonGreedy();")),
        ("a choice on a group", With("public record Group(int Width = 3);", "[{|RLLAB306:Choice|}] public Group Value { get; init; } = new();")),
        ("a choice of an alternative that there is not", With(
            Exploring, "[Choice({|RLLAB403:\"Epsilon\"|})] public Exploration Value { get; init; } = new Exploration.EpsilonGreedy();")),
        ("a choice that names an alternative twice", With(
            Exploring,
            "[Choice(nameof(Exploration.EpsilonGreedy), {|RLLAB402:\"EpsilonGreedy\"|})] "
            + "public Exploration Value { get; init; } = new Exploration.EpsilonGreedy();")),
        ("a record's attribute that no experiment reads", """
            internal sealed record Group { [{|RLLAB501:RlLab.Uniform(0, 1)|}] public double Width { get; init; } = 0.5; }
            """),
        ("a grid over a record's continuous range", With(
            "public record Group([property: {|RLLAB502:LogUniform(1, 2)|}] double Width = 1);",
            "public Group Value { get; init; } = new();", "[Sweep(Sampler.Grid, Objective = \"return\")]")),
    ];

    /// <summary>An experiment with the given members, beside other types.</summary>
    private static string With(string types, string members, string attributes = "") => Experiment(members, attributes) + "\n" + types;
}
