namespace RlLab.Generators.Tests;

public static partial class DiagnosticCases
{
    private static IEnumerable<(string Title, string Source)> PropertyCases() =>
    [
        .. new[] { "decimal", "System.Half", "ulong", "int?", "int[]", "uint", "object", "System.TimeSpan", "string?[]" }.Select(type =>
            ($"a property of type {type}", Experiment($$"""public {|RLLAB201:{{type}}|} Value { get; init; }"""))),
        ("a positional parameter of a record", """
            [RlLab.Experiment("lab")]
            public partial record {|RLLAB103:Sample|}(int {|RLLAB203:Width|}) : RlLab.IExperiment { public Task Train(RlLab.IRun run) =>
                Task.CompletedTask; }
            """),

        ("swept without init", Experiment("[RlLab.Uniform(0, 1)] public double {|RLLAB202:Value|} { get; } = 0.5;")),
        ("swept and computed", Experiment("[Uniform(0, 1)] public double {|RLLAB202:Value|} => 0.5;")),
        ("swept and static", Experiment("[Uniform(0, 1)] public static double {|RLLAB202:Value|} { get; set; } = 0.5;")),
        ("swept and private", Experiment("[Uniform(0, 1)] private double {|RLLAB202:Value|} { get; set; } = 0.5;")),
        ("swept and internal", Experiment("[Uniform(0, 1)] internal double {|RLLAB202:Value|} { get; set; } = 0.5;")),
        ("swept with a private setter", Experiment("[Choice(1, 2)] public int {|RLLAB202:Value|} { get; private set; } = 1;")),
        ("swept without get", Experiment("[Choice(1, 2)] public int {|RLLAB202:Value|} { init { } }")),
        ("a swept indexer", Experiment("[Choice(1, 2)] public int {|RLLAB202:this|}[int i] { get => i; set { } }")),

        .. new[] { "double", "float", "int", "long", "bool", "string?", "Mode" }.Select(type =>
            ($"no default for {type}", Experiment($$"""public {{type}} {|RLLAB203:Value|} { get; init; }"""))),

        ("a default that is computed", Experiment("public double Value { get; init; } = {|RLLAB204:System.Math.Sqrt(2)|};")),
        ("a default from a field", Experiment("private static readonly int Four = 4; public int Value { get; init; } = {|RLLAB204:Four|};")),

        ("an infinite default", Experiment("public double Value { get; init; } = {|RLLAB205:double.PositiveInfinity|};")),
        ("a default that is no number", Experiment("public float Value { get; init; } = {|RLLAB205:float.NaN|};")),
        ("a default of null", Experiment("public string Value { get; init; } = {|RLLAB205:null!|};")),
        ("a nullable default of null", Experiment("public string? Value { get; init; } = {|RLLAB205:null|};")),
        ("a default without a member", Experiment("public Mode Value { get; init; } = {|RLLAB205:(Mode)7|};")),

        ("two domains", Experiment("[Uniform(0, 1), {|RLLAB206:Choice(0.5, 1.0)|}] public double Value { get; init; } = 0.5;")),
        ("three domains", Experiment(
            "[Uniform(0, 1), {|RLLAB206:Choice(0.5, 1.0)|}] [{|RLLAB206:LogUniform(0.1, 1)|}] public double Value { get; init; } = 0.5;")),

        ("a default below", Experiment("[Uniform(0, 1)] public double Value { get; init; } = {|RLLAB207:-0.1|};")),
        ("a default above", Experiment("[LogUniform(1e-4, 1e-1)] public float Value { get; init; } = {|RLLAB207:0.2f|};")),
        ("a whole default above", Experiment("[IntRange(1, 8)] public int Value { get; init; } = {|RLLAB207:8 + 1|};")),
        ("a float literal that a double reads as more than the high end",
            Experiment("[Uniform(0, 0.1)] public double Value { get; init; } = {|RLLAB207:0.1f|};")),
        ("a float literal that a double reads as no choice",
            Experiment("[Choice(0.1, 0.2)] public double Value { get; init; } = {|RLLAB207:0.1f|};")),
        ("a float next to the low end", Experiment("[Uniform(0.1f, 5f)] public float Value { get; init; } = {|RLLAB207:0.099999994f|};")),
        ("a float next to the high end", Experiment("[LogUniform(0.1f, 0.7f)] public float Value { get; init; } = {|RLLAB207:0.70000005f|};")),
        ("a long next to the low end", Experiment(
            "[IntRange(long.MinValue + 1, long.MaxValue)] public long Value { get; init; } = {|RLLAB207:long.MinValue|};")),
        ("an int off its grid", Experiment("[IntRange(1, 10, Step = 3)] public int Value { get; init; } = {|RLLAB207:5|};")),
        ("an int beyond the last value of its grid", Experiment("[IntRange(1, 9, Step = 3)] public int Value { get; init; } = {|RLLAB207:9|};")),
        ("a negative int off its grid", Experiment("[IntRange(-10, -1, Step = 3)] public int Value { get; init; } = {|RLLAB207:-5|};")),
        ("a long off a grid over all longs", Experiment(
            "[IntRange(long.MinValue, long.MaxValue, Step = 2)] public long Value { get; init; } = {|RLLAB207:long.MaxValue|};")),
        ("a double off its grid", Experiment("[Uniform(0, 1, Step = 0.25)] public double Value { get; init; } = {|RLLAB207:0.3|};")),
        ("a double beyond the last value of its grid",
            Experiment("[Uniform(0, 1, Step = 0.3)] public double Value { get; init; } = {|RLLAB207:1|};")),
        ("a float off its grid", Experiment("[Uniform(-1f, 1f, Step = 0.2f)] public float Value { get; init; } = {|RLLAB207:0.1f|};")),
        ("a default that is no choice", Experiment("[Choice(16, 32)] public long Value { get; init; } = {|RLLAB207:64|};")),
        ("a text that is no choice", Experiment("[Choice(\"relu\", \"tanh\")] public string Value { get; init; } = {|RLLAB207:\"Relu\"|};")),
        ("a member that is no choice", Experiment("[Choice(Mode.On)] public Mode Value { get; init; } = {|RLLAB207:Mode.Off|};")),
    ];

    private static IEnumerable<(string Title, string Source)> InheritanceCases() =>
    [
        ("an inherited default that is not in its domain", Derived("[Uniform(0, 1)] public double Value { get; init; } = {|RLLAB207:2|};")),
        ("an inherited property without default", Derived("public double {|RLLAB203:Value|} { get; init; }")),
        ("an inherited property of a type that cannot be one", Derived("public {|RLLAB201:decimal|} Value { get; init; } = 1;")),
        ("an inherited swept property that cannot be set", Derived("[Uniform(0, 1)] public double {|RLLAB202:Value|} { get; protected set; } = 1;")),
        ("an inherited default that depends on a type parameter", """
            public abstract class Base<T> { public T Value { get; init; } = {|RLLAB204:default!|}; }

            [RlLab.Experiment("lab")]
            public partial class Sample : Base<double>, RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """),
        ("a mistake that two experiments inherit", Derived("public double {|RLLAB203:Value|} { get; init; }") + """


            [Experiment("twin")]
            public partial class SampleTwin : Base, IExperiment { public Task Train(IRun run) => Task.CompletedTask; }
            """),
        ("an override outside the domain of what it overrides", Derived(
            "[Uniform(0, 1)] public virtual double Value { get; init; } = 0.5;", "public override double Value { get; init; } = {|RLLAB207:2|};")),
        ("an override without a default", Derived(
            "public virtual double Value { get; init; } = 0.5;", "public override double {|RLLAB203:Value|} { get; init; }")),
        ("a swept override that cannot be set", Derived(
            "public virtual double Value { get; init; } = 0.5;", "[Uniform(0, 1)] public override double {|RLLAB202:Value|} { get => 0.5; }")),

        ("hidden by a property", Derived(
            "public double Value { get; init; } = 0.5;", "public new double {|RLLAB208:Value|} { get; init; } = 0.25;")),
        ("hidden by a private field", Derived("public double Value { get; init; } = 0.5;", "private new readonly double {|RLLAB208:Value|} = 0.25;")),
        ("hidden by a method", Derived("public double Value { get; init; } = 0.5;", "public new double {|RLLAB208:Value|}() => 0.25;")),
        ("hidden in a class between", """
            public abstract class Base { public double Value { get; init; } = 0.5; }
            public abstract class Between : Base { public new double {|RLLAB208:Value|} => 0.25; }

            [RlLab.Experiment("lab")]
            public partial class Sample : Between, RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """),

        ("a name in two spellings", Experiment("public double lr { get; init; } = 0.5; public double {|RLLAB209:LR|} { get; init; } = 0.5;")),
        ("a name in three spellings", Experiment(
            "public int lr { get; init; } = 1; public int {|RLLAB209:Lr|} { get; init; } = 1; public int {|RLLAB209:LR|} { get; init; } = 1;")),
        ("an inherited name in another spelling", Derived(
            "public double Lr { get; init; } = 0.5;", "[Uniform(0, 1)] public double {|RLLAB209:LR|} { get; init; } = 0.5;")),
    ];

    /// <summary>An experiment with the given members, which derives from a class with others.</summary>
    private static string Derived(string inherited, string members = "") => Experiment(members).Replace(
        "[Experiment(\"lab\")]",
        $$"""
        public abstract class Base
        {
            {{inherited}}
        }

        [Experiment("lab")]
        """).Replace("Sample : IExperiment", "Sample : Base, IExperiment");
}
