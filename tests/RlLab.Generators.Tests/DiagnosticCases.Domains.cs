namespace RlLab.Generators.Tests;

public static partial class DiagnosticCases
{
    private static IEnumerable<(string Title, string Source)> RangeCases() =>
    [
        ("low above high", Experiment("[{|RLLAB301:Uniform(1, 0)|}] public double Value { get; init; } = 0.5;")),
        ("low equal to high", Experiment("[{|RLLAB301:LogUniform(1, 1)|}] public double Value { get; init; } = 1;")),
        ("whole low equal to high", Experiment("[{|RLLAB301:IntRange(3, 3)|}] public int Value { get; init; } = 3;")),
        ("named ends", Experiment("[{|RLLAB301:IntRange(high: 3, low: 4)|}] public int Value { get; init; } = 3;")),

        ("a log-whole low equal to high", Experiment("[{|RLLAB301:LogIntRange(3, 3)|}] public int Value { get; init; } = 3;")),
        ("a log-whole range from zero", Experiment("[LogIntRange({|RLLAB303:0|}, 8)] public int Value { get; init; } = 3;")),
        ("a log-whole range beyond int", Experiment("[LogIntRange(1, {|RLLAB307:5_000_000_000|})] public int Value { get; init; } = 3;")),
        ("a log-whole range on double", Experiment("[{|RLLAB306:LogIntRange(1, 8)|}] public double Value { get; init; } = 3;")),
        ("a default outside a log-whole range", Experiment("[LogIntRange(4, 8)] public long Value { get; init; } = {|RLLAB207:3|};")),
        ("low is no number", Experiment("[Uniform({|RLLAB302:double.NaN|}, 1)] public double Value { get; init; } = 0.5;")),
        ("high is infinite", Experiment("[LogUniform(1, {|RLLAB302:1 / 0.0|})] public double Value { get; init; } = 2;")),
        ("both ends are infinite", Experiment(
            "[Uniform(high: {|RLLAB302:double.PositiveInfinity|}, low: {|RLLAB302:double.NegativeInfinity|})] public double Value "
            + "{ get; init; } = 2;")),
        ("an infinite step", Experiment("[Uniform(0, 1, Step = {|RLLAB302:double.PositiveInfinity|})] public double Value { get; init; } = 0.5;")),

        ("a log range from zero", Experiment("[LogUniform({|RLLAB303:0|}, 1)] public double Value { get; init; } = 0.5;")),
        ("a log range from below zero", Experiment("[LogUniform({|RLLAB303:-1e-3|}, 1)] public float Value { get; init; } = 0.5f;")),

        ("a step of zero", Experiment("[Uniform(0, 1, Step = {|RLLAB304:0|})] public double Value { get; init; } = 0.5;")),
        ("a step below zero", Experiment("[Uniform(0, 1, Step = {|RLLAB304:-0.1|})] public double Value { get; init; } = 0.5;")),
        ("a step beyond the range", Experiment("[Uniform(0, 1, Step = {|RLLAB304:1.5|})] public double Value { get; init; } = 0.5;")),
        ("a whole step of zero", Experiment("[IntRange(1, 8, Step = {|RLLAB304:0|})] public int Value { get; init; } = 1;")),
        ("a whole step beyond the range", Experiment("[IntRange(1, 8, Step = {|RLLAB304:8|})] public int Value { get; init; } = 1;")),

        ("one point", Experiment("[LogUniform(1, 8, Points = {|RLLAB305:1|})] public double Value { get; init; } = 1;")),
        ("no points", Experiment("[LogUniform(1, 8, Points = {|RLLAB305:0|})] public double Value { get; init; } = 1;")),

        ("a logarithmic step of zero", Experiment("[LogUniform(1, 8, Step = {|RLLAB304:0|})] public double Value { get; init; } = 1;")),
        ("a logarithmic step beyond the range", Experiment("[LogUniform(1, 8, Step = {|RLLAB304:8|})] public double Value { get; init; } = 1;")),
        ("a logarithmic step that is no number", Experiment(
            "[LogUniform(1, 8, Step = {|RLLAB302:double.NaN|})] public double Value { get; init; } = 1;")),
        ("a default between logarithmic steps",
            Experiment("[LogUniform(0.5, 8, Step = 0.5)] public float Value { get; init; } = {|RLLAB207:2.2f|};")),
        ("points and a step", Experiment("[LogUniform(1, 8, Step = 1, Points = {|RLLAB308:4|})] public double Value { get; init; } = 1;")),

        ("a real range on int", Experiment("[{|RLLAB306:Uniform(0, 8)|}] public int Value { get; init; } = 1;")),
        ("a log range on long", Experiment("[{|RLLAB306:LogUniform(1, 8)|}] public long Value { get; init; } = 1;")),
        ("a real range on bool", Experiment("[{|RLLAB306:Uniform(0, 1)|}] public bool Value { get; init; } = true;")),
        ("a whole range on double", Experiment("[{|RLLAB306:IntRange(0, 8)|}] public double Value { get; init; } = 1;")),
        ("a whole range on string", Experiment("[{|RLLAB306:IntRange(0, 8)|}] public string Value { get; init; } = \"1\";")),
        ("a whole range on an enum", Experiment("[{|RLLAB306:IntRange(0, 1)|}] public Mode Value { get; init; } = Mode.On;")),

        ("a range beyond int", Experiment("[IntRange(0, {|RLLAB307:5_000_000_000|})] public int Value { get; init; } = 1;")),
        ("a low end that a float rounds to zero", Experiment("[LogUniform({|RLLAB303:1e-60|}, 1)] public float Value { get; init; } = 0.5f;")),
        ("a range of less than a float's digits", Experiment("[{|RLLAB301:Uniform(1, 1.00000001)|}] public float Value { get; init; } = 1;")),
        ("a step that a float rounds to zero", Experiment("[Uniform(0, 1, Step = {|RLLAB304:1e-60|})] public float Value { get; init; } = 0;")),
        ("an end just beyond float", Experiment("[Uniform(0, {|RLLAB307:3.5e38|})] public float Value { get; init; } = 0;")),
        ("a range beyond float", Experiment("[Uniform({|RLLAB307:-1e300|}, 0)] public float Value { get; init; } = -1;")),
    ];

    private static IEnumerable<(string Title, string Source)> ChoiceCases() =>
    [
        ("no choice", Experiment("[{|RLLAB401:Choice|}] public int Value { get; init; } = 1;")),
        ("an empty list of choices", Experiment("[{|RLLAB401:Choice()|}] public int Value { get; init; } = 1;")),
        ("a list that is null", Experiment("[{|RLLAB401:Choice(null!)|}] public string Value { get; init; } = \"a\";")),

        ("a whole number twice", Experiment("[Choice(1, 2, {|RLLAB402:1|})] public int Value { get; init; } = 1;")),
        ("a number twice in two types", Experiment("[Choice(1, {|RLLAB402:1.0|})] public double Value { get; init; } = 1;")),
        ("a float twice", Experiment("[Choice(0.1f, {|RLLAB402:0.1f|})] public float Value { get; init; } = 0.1f;")),
        ("a text twice", Experiment("[Choice(\"a\", {|RLLAB402:\"\" + \"a\"|})] public string Value { get; init; } = \"a\";")),
        ("a member under its second name", Experiment("[Choice(Mode.On, {|RLLAB402:Mode.AlsoOn|})] public Mode Value { get; init; } = Mode.On;")),

        ("a text for an int", Experiment("[Choice(16, {|RLLAB403:\"32\"|})] public int Value { get; init; } = 16;")),
        ("a real number for an int", Experiment("[Choice(16, {|RLLAB403:32.0|})] public int Value { get; init; } = 16;")),
        ("a long for an int", Experiment("[Choice(16, {|RLLAB403:32L|})] public int Value { get; init; } = 16;")),
        ("a double for a float", Experiment("[Choice(0.5f, {|RLLAB403:0.25|})] public float Value { get; init; } = 0.5f;")),
        ("an infinite choice", Experiment("[Choice(0.5, {|RLLAB403:double.PositiveInfinity|})] public double Value { get; init; } = 0.5;")),
        ("a number for a bool", Experiment("[Choice(true, {|RLLAB403:0|})] public bool Value { get; init; } = true;")),
        ("null for a text", Experiment("[Choice(\"a\", {|RLLAB403:null!|})] public string Value { get; init; } = \"a\";")),
        ("a number for a member", Experiment("[Choice(Mode.On, {|RLLAB403:0|})] public Mode Value { get; init; } = Mode.On;")),
        ("a member of another enum", Experiment("[Choice(Mode.On, {|RLLAB403:Sampler.Grid|})] public Mode Value { get; init; } = Mode.On;")),
        ("a member without a name", Experiment("[Choice(Mode.On, {|RLLAB403:(Mode)7|})] public Mode Value { get; init; } = Mode.On;")),
        ("a member for an int", Experiment("[Choice(1, {|RLLAB403:Mode.On|})] public int Value { get; init; } = 1;")),
        ("a type for a text", Experiment("[Choice(\"a\", {|RLLAB403:typeof(int)|})] public string Value { get; init; } = \"a\";")),
        ("two wrong choices", Experiment("[Choice({|RLLAB403:\"a\"|}, 1, {|RLLAB403:true|})] public int Value { get; init; } = 1;")),
    ];

    private static IEnumerable<(string Title, string Source)> SweepCases() =>
    [
        ("a swept property without an experiment", """
            class Sample { [{|RLLAB501:RlLab.Uniform(0, 1)|}] public double Value { get; init; } = 0.5; }
            """),
        ("two swept properties without an experiment", """
            class Sample
            {
                public int Width { get; init; } = 1;
                [{|RLLAB501:RlLab.Uniform(0, 1)|}] public double First { get; init; } = 0.5;
                [RlLab.Uniform(0, 1)] public double Second { get; init; } = 0.5;
            }
            """),
        ("a class that lacks [Experiment] alone", """
            [{|RLLAB501:RlLab.Sweep(Objective = "return")|}]
            partial class Sample : RlLab.IExperiment
            {
                [RlLab.Uniform(0, 1)] public double Value { get; init; } = 0.5;
                public Task Train(RlLab.IRun run) => Task.CompletedTask;
            }
            """),
        ("a swept property in an interface, a struct and a static class", """
            interface IFirst { [{|RLLAB501:RlLab.Uniform(0, 1)|}] double Value { get; } }
            struct Second { [{|RLLAB501:RlLab.Uniform(0, 1)|}] public double Value { get; init; } }
            static class Third { [{|RLLAB501:RlLab.Uniform(0, 1)|}] public static double Value { get; } }
            """),
        ("a sweep in a base class", """
            [{|RLLAB501:RlLab.Sweep(Objective = "return")|}]
            public abstract class Base { [RlLab.Uniform(0, 1)] public double Value { get; init; } = 0.5; }
            """),
        ("a sweep without an experiment", """
            [{|RLLAB501:RlLab.Sweep(Objective = "return")|}]
            class Sample;
            """),

        ("a grid over a continuous range", Experiment(
            "[{|RLLAB502:Uniform(0, 1)|}] public double Value { get; init; } = 0.5;", "[Sweep(Sampler.Grid, Objective = \"return\")]")),
        ("a grid over a continuous log range", Experiment(
            "[{|RLLAB502:LogUniform(0.1, 1)|}] public double Value { get; init; } = 0.5; [Choice(1, 2)] public int Width { get; init; } = 1;",
            "[Sweep(Sampler.Grid, Objective = \"return\")]")),

        ("no trials", Experiment(
            "[Uniform(0, 1)] public double Value { get; init; } = 0.5;", "[Sweep(Trials = {|RLLAB503:0|}, Objective = \"return\")]")),
        ("a grid over an inherited continuous range", """
            public abstract class Base { [{|RLLAB502:RlLab.Uniform(0, 1)|}] public double Value { get; init; } = 0.5; }

            [RlLab.Experiment("lab"), RlLab.Sweep(RlLab.Sampler.Grid, Objective = "return")]
            public partial class Sample : Base, RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """),
        ("seeds below zero", Experiment(
            "[Uniform(0, 1)] public double Value { get; init; } = 0.5;", "[Sweep(Objective = \"return\", Seeds = {|RLLAB503:-1|})]")),

        .. new[]
        {
            "Confirm = {|RLLAB511:1|}", "Confirm = {|RLLAB511:-1|}", "TestSeeds = {|RLLAB511:-1|}", "Confirm = 0, TestSeeds = {|RLLAB511:2|}",
            "Lanes = {|RLLAB511:-1|}", "Lanes = {|RLLAB511:1025|}",
            "PruneAfter = {|RLLAB511:-1|}", "Pruner = {|RLLAB511:Pruner.Asha|}", "Pruner = {|RLLAB511:Pruner.Patient|}, PruneAfter = 0",
        }.Select(options => ($"a sweep with {options}", Experiment(
            "[Uniform(0, 1)] public double Value { get; init; } = 0.5;", $$"""[Sweep(Objective = "return", {{options}})]"""))),

        .. new[] { "", " ", "return!", "a\\nb" }.Select(objective => ($"the objective '{objective}'", Experiment(
            "[Uniform(0, 1)] public double Value { get; init; } = 0.5;", $$"""[Sweep(Objective = {|RLLAB504:"{{objective}}"|})]"""))),
        ("an objective of null", Experiment(
            "[Uniform(0, 1)] public double Value { get; init; } = 0.5;", "[Sweep(Objective = {|RLLAB504:null!|})]")),

        .. new[] { "", "Coarse", "a b", "-a", "coarse/fine", new string('a', 101) }.Select(name => ($"a sweep called '{name}'", Experiment(
            "[Uniform(0, 1)] public double Value { get; init; } = 0.5;", $$"""[Sweep({|RLLAB506:"{{name}}"|}, Objective = "return")]"""))),
        ("two sweeps without a name", Experiment(
            "[Uniform(0, 1)] public double Value { get; init; } = 0.5;",
            "[Sweep(Objective = \"return\"), {|RLLAB506:Sweep(Trials = 3, Objective = \"return\")|}]")),
        ("two sweeps of one name", Experiment(
            "[Uniform(0, 1)] public double Value { get; init; } = 0.5;",
            "[Sweep(\"coarse\", Objective = \"return\"), Sweep(name: {|RLLAB506:\"coarse\"|}, Objective = \"loss\")]")),

        ("a sweep's size", Experiment(
            "[Uniform(0, 1)] public double Value { get; init; } = 0.5;",
            "[{|RLLAB507:Sweep(Objective = \"return\")|}, {|RLLAB507:Sweep(\"fine\", Objective = \"return\")|}]")),
        ("a sweep over its budget", Experiment(
            "[Uniform(0, 1)] public double Value { get; init; } = 0.5;", "[{|RLLAB508:Sweep(Objective = \"return\")|}, Budget(Runs = 38)]")),
        ("a budget of nothing", Experiment(
            "[Uniform(0, 1)] public double Value { get; init; } = 0.5;", "[Sweep(Objective = \"return\"), {|RLLAB509:Budget|}]")),
        ("a budget without a sweep", Experiment("", "[{|RLLAB509:Budget(Runs = 3)|}]")),
        ("a budget below zero", Experiment(
            "[Uniform(0, 1)] public double Value { get; init; } = 0.5;",
            "[Sweep(Objective = \"return\"), Budget(Runs = {|RLLAB509:-1|}, Hours = {|RLLAB509:double.NaN|})]")),
        ("a budget without an experiment", """
            [{|RLLAB501:RlLab.Budget(Runs = 3)|}]
            class Sample;
            """),
        ("nothing to sweep", Experiment("public int Width { get; init; } = 3;", "[{|RLLAB505:Sweep(Objective = \"return\")|}]")),
    ];
}
