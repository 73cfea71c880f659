namespace RlLab.Generators.Tests;

/// <summary>Declarations with something wrong that an editor mends, and what it makes of them; and those that it leaves to thought.</summary>
public static class CodeFixCases
{
    public static IReadOnlyDictionary<string, (string Marked, string Mended)> Mended { get; } =
        ClassCases().Concat(PropertyCases()).Concat(CheckpointCases()).Concat(TrainingCases()).ToDictionary(c => c.Title, c => (c.Marked, c.Mended));

    public static IReadOnlyDictionary<string, string> Left { get; } = new Dictionary<string, string>
    {
        ["a default outside a range without steps"] = Experiment("[Uniform(0, 1)] public double Value { get; init; } = {|RLLAB207:2|};"),
        ["an alternative that stands outside"] = Alternatives("", "public record {|RLLAB211:Outside|} : Exploration;"),
        ["a name that has no letter"] = """
            [RlLab.Experiment({|RLLAB108:"!"|})]
            partial class Sample : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """,
        ["ticks, which begin elsewhere"] = Train("_ = {|RLLAB902:System.Environment.TickCount64|};"),
        ["a stopwatch"] = Train("var watch = {|RLLAB902:System.Diagnostics.Stopwatch.StartNew()|};"),
        ["a clock where no run is at hand"] =
            "class Trainer { void Train(RlLab.IRun run) { } static object Now() => {|RLLAB902:System.DateTime.UtcNow|}; }",
        ["a clock in a static method of a class that holds a run"] =
            "class Trainer(RlLab.IRun run) { object Run => run; static object Now() => {|RLLAB902:System.DateTime.UtcNow|}; }",
        ["a clock before the run is declared"] = """
            class Trainer
            {
                RlLab.IRun Made(RlLab.IRun[] all) => all[0];
                void Train() { _ = {|RLLAB902:System.DateTime.UtcNow|}; RlLab.IRun run = Made([]); }
                void Train(RlLab.IRun other) { }
            }
            """,
        ["two fields of one declaration"] = Checkpointed("private System.Random {|RLLAB802:_first|} = new(1), {|RLLAB802:_second|} = new(2);"),
        ["a clock in a class inside of one that holds a run"] = """
            class Trainer
            {
                private readonly RlLab.IRun _run;
                public Trainer(RlLab.IRun run) => _run = run;
                object Run => _run;
                class Inner { object Now() => {|RLLAB902:System.DateTime.UtcNow|}; }
            }
            """,
        ["a clock in a field's first value, where no other field is"] = """
            class Trainer
            {
                private readonly RlLab.IRun _run;
                private readonly System.DateTime _begun = {|RLLAB902:System.DateTime.UtcNow|};
                public Trainer(RlLab.IRun run) => _run = run;
                object Both => (_run, _begun);
            }
            """,
        ["a tensor in a case, where C# has no using"] = Loop("switch (x.ToString()) { case \"\": var y = {|RLLAB904:torch.abs(x)|}; break; }"),
        ["two tensors of one declaration"] = Loop("torch.Tensor y = {|RLLAB904:x + x|}, z = {|RLLAB904:x + x|};"),
    };

    /// <summary>Declarations with the same thing wrong at several names, and what they are when the mend of the first is asked for all.</summary>
    public static IReadOnlyDictionary<string, (string Marked, string Mended)> Alike { get; } = new Dictionary<string, (string, string)>
    {
        ["classes that are not partial"] = (
            "using RlLab;\n\n[Checkpointed] class {|RLLAB801:First|} { }\n\n[Checkpointed] class {|RLLAB801:Second|} { }",
            "using RlLab;\n\n[Checkpointed] partial class First { }\n\n[Checkpointed] partial class Second { }"),
        ["stray attributes"] = (
            "class First { [{|RLLAB501:RlLab.Uniform(0, 1)|}] public double A { get; init; } }\n\n"
                + "class Second { [{|RLLAB501:RlLab.Uniform(0, 2)|}] public double B { get; init; } }",
            "class First { public double A { get; init; } }\n\nclass Second { public double B { get; init; } }"),
        ["defaults off their grids"] = (
            Experiment("[IntRange(1, 10, Step = 3)] public int A { get; init; } = {|RLLAB207:5|};\n\n    "
                + "[IntRange(0, 10, Step = 5)] public int B { get; init; } = {|RLLAB207:7|};"),
            Experiment("[IntRange(1, 10, Step = 3)] public int A { get; init; } = 4;\n\n    "
                + "[IntRange(0, 10, Step = 5)] public int B { get; init; } = 5;")),
        ["clocks of several kinds"] = (
            Train("_ = {|RLLAB902:System.DateTime.UtcNow|}; _ = {|RLLAB902:System.TimeProvider.System|};"),
            Train("_ = run.Clock.GetUtcNow().UtcDateTime; _ = run.Clock;")),
        ["tensors in a loop"] = (
            Loop("var y = {|RLLAB904:torch.abs(x)|};\n            var z = {|RLLAB904:torch.abs(x)|};"),
            Loop("using var y = torch.abs(x);\n            using var z = torch.abs(x);")),
    };

    private static IEnumerable<(string Title, string Marked, string Mended)> ClassCases() =>
    [
        .. new[] { ("public sealed class", "public sealed partial class"), ("class", "partial class"), ("record", "partial record") }.Select(c =>
            ($"a {c.Item1} that is not partial", NotPartial(c.Item1, "{|RLLAB101:Sample|}"), NotPartial(c.Item2, "Sample"))),
        ("a class around an experiment that is not partial", Nested("static class {|RLLAB107:Around|}"), Nested("static partial class Around")),
        ("a class that is no experiment", """
            using RlLab;

            [Experiment("lab")]
            public partial class {|RLLAB102:Sample|}
            {
                public Task Train(IRun run) => Task.CompletedTask;
            }
            """, """
            using RlLab;

            [Experiment("lab")]
            public partial class Sample : IExperiment
            {
                public Task Train(IRun run) => Task.CompletedTask;
            }
            """),
        ("a derived class that is no experiment", """
            [RlLab.Experiment("lab")]
            partial class {|RLLAB102:Sample|} : System.Collections.ArrayList { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """, """
            [RlLab.Experiment("lab")]
            partial class Sample : System.Collections.ArrayList, RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """),
        ("a name in C#'s way", Named("{|RLLAB108:\"CartPoleDqn\"|}"), Named("\"cart-pole-dqn\"")),
    ];

    private static IEnumerable<(string Title, string Marked, string Mended)> PropertyCases() =>
    [
        ("a default off its grid",
            Experiment("[IntRange(1, 10, Step = 3)] public int Value { get; init; } = {|RLLAB207:5|};"),
            Experiment("[IntRange(1, 10, Step = 3)] public int Value { get; init; } = 4;")),
        ("a default of a float off its grid",
            Experiment("[Uniform(0, 1, Step = 0.25)] public float Value { get; init; } = {|RLLAB207:0.3f|};"),
            Experiment("[Uniform(0, 1, Step = 0.25)] public float Value { get; init; } = 0.25f;")),
        ("a second domain in the same brackets",
            Experiment("[Uniform(0, 1), {|RLLAB206:Choice(0.5, 1.0)|}] public double Value { get; init; } = 0.5;"),
            Experiment("[Uniform(0, 1)] public double Value { get; init; } = 0.5;")),
        ("a second domain in brackets of its own",
            Experiment("[Uniform(0, 1)]\n    [{|RLLAB206:Choice(0.5, 1.0)|}]\n    public double Value { get; init; } = 0.5;"),
            Experiment("[Uniform(0, 1)]\n    public double Value { get; init; } = 0.5;")),
        ("a value that is named twice",
            Experiment("[Choice(16, 32, {|RLLAB402:16|})] public int Value { get; init; } = 16;"),
            Experiment("[Choice(16, 32)] public int Value { get; init; } = 16;")),
        ("a stray attribute below a comment", """
            class Sample
            {
                /// <summary>A share.</summary>
                [{|RLLAB501:RlLab.Uniform(0, 1)|}]
                public double Value { get; init; } = 0.5;
            }
            """, """
            class Sample
            {
                /// <summary>A share.</summary>
                public double Value { get; init; } = 0.5;
            }
            """),
        ("a stray attribute above a comment", """
            class Sample
            {
                /// <summary>A share.</summary>
                [{|RLLAB501:RlLab.Uniform(0, 1)|}]
                // Half of it at first.
                public double Value { get; init; } = 0.5;
            }
            """, """
            class Sample
            {
                /// <summary>A share.</summary>
                // Half of it at first.
                public double Value { get; init; } = 0.5;
            }
            """),
        ("an alternative that is not sealed",
            Alternatives("public record {|RLLAB211:Random|} : Exploration;"), Alternatives("public sealed record Random : Exploration;")),
    ];

    private static IEnumerable<(string Title, string Marked, string Mended)> CheckpointCases() =>
    [
        ("a checkpointed class that is not partial",
            "using RlLab;\n\n[Checkpointed]\ninternal sealed class {|RLLAB801:Sample|} { }",
            "using RlLab;\n\n[Checkpointed]\ninternal sealed partial class Sample { }"),
        ("a field that cannot be saved",
            Checkpointed("private readonly System.Random {|RLLAB802:_random|} = new(3);"),
            Checkpointed("[Rebuilt]\n    private readonly System.Random _random = new(3);")),
        ("a property that cannot be saved",
            Checkpointed("public object? {|RLLAB802:Anything|} { get; set; }"),
            Checkpointed("[Rebuilt]\n    public object? Anything { get; set; }")),
        ("a parameter that cannot be saved",
            "using RlLab;\n\n[Checkpointed] partial class Sample(object {|RLLAB802:part|}) { object Part() => part; }",
            "using RlLab;\n\n[Checkpointed] partial class Sample([Rebuilt] object part) { object Part() => part; }"),
    ];

    private static IEnumerable<(string Title, string Marked, string Mended)> TrainingCases() =>
    [
        .. new[]
        {
            ("System.DateTime.UtcNow", "run.Clock.GetUtcNow().UtcDateTime"), ("System.DateTime.Now", "run.Clock.GetLocalNow().DateTime"),
            ("System.DateTime.Today", "run.Clock.GetLocalNow().Date"), ("System.DateTimeOffset.UtcNow", "run.Clock.GetUtcNow()"),
            ("System.DateTimeOffset.Now", "run.Clock.GetLocalNow()"), ("System.TimeProvider.System", "run.Clock"),
            ("System.Diagnostics.Stopwatch.GetTimestamp()", "run.Clock.GetTimestamp()"),
        }.Select(clock => ($"the clock {clock.Item1}", Train($"_ = {{|RLLAB902:{clock.Item1}|}};"), Train($"_ = {clock.Item2};"))),
        ("a clock in a lambda",
            Train("System.Func<System.DateTime> now = () => {|RLLAB902:System.DateTime.UtcNow|};"),
            Train("System.Func<System.DateTime> now = () => run.Clock.GetUtcNow().UtcDateTime;")),
        ("a clock in a class that is made with a run",
            "class Trainer(RlLab.IRun training) { object Now() => {|RLLAB902:System.DateTimeOffset.UtcNow|}; }",
            "class Trainer(RlLab.IRun training) { object Now() => training.Clock.GetUtcNow(); }"),
        ("a clock beside a run with a keyword for a name",
            "class Trainer { object Now(RlLab.IRun @event) => {|RLLAB902:System.DateTimeOffset.UtcNow|}; }",
            "class Trainer { object Now(RlLab.IRun @event) => @event.Clock.GetUtcNow(); }"),
        ("a clock in a class with a run in a field", """
            class Trainer
            {
                private readonly RlLab.IRun _run;
                public Trainer(RlLab.IRun run) => _run = run;
                object Now() => {|RLLAB902:System.DateTimeOffset.UtcNow|};
            }
            """, """
            class Trainer
            {
                private readonly RlLab.IRun _run;
                public Trainer(RlLab.IRun run) => _run = run;
                object Now() => _run.Clock.GetUtcNow();
            }
            """),
        ("a tensor in a loop", Loop("var y = {|RLLAB904:torch.abs(x)|};"), Loop("using var y = torch.abs(x);")),
    ];

    private static string Experiment(string members) => $$"""
        using RlLab;

        [Experiment("lab")]
        public partial class Sample : IExperiment
        {
            {{members}}

            public Task Train(IRun run) => Task.CompletedTask;
        }
        """;

    private static string Named(string name) => Experiment("").Replace("\"lab\"", name);

    private static string NotPartial(string kind, string name) => $$"""
        using RlLab;

        /// <summary>A question.</summary>
        [Experiment("lab")]
        {{kind}} {{name}} : IExperiment { public Task Train(IRun run) => Task.CompletedTask; }
        """;

    private static string Nested(string around) => $$"""
        using RlLab;

        internal {{around}}
        {
            [Experiment("lab")]
            public partial class Sample : IExperiment { public Task Train(IRun run) => Task.CompletedTask; }
        }
        """;

    private static string Alternatives(string alternative, string outside = "") => Experiment(
        "[Choice] public Exploration Value { get; init; } = new Exploration.Greedy();") + $$"""


        public abstract record Exploration
        {
            public sealed record Greedy : Exploration;
            {{alternative}}
        }
        {{outside}}
        """;

    private static string Checkpointed(string members) => $$"""
        using RlLab;

        [Checkpointed]
        public sealed partial class Sample
        {
            {{members}}
        }
        """;

    private static string Train(string statement) => $$"""
        class Trainer
        {
            public void Train(RlLab.IRun run)
            {
                {{statement}}
            }
        }
        """;

    private static string Loop(string statement) => $$"""
        using TorchSharp;

        class Trainer
        {
            public void Train(RlLab.IRun run, torch.Tensor x)
            {
                while (true)
                {
                    // Again.
                    {{statement}}
                }
            }
        }
        """;
}
