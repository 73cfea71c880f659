namespace RlLab.Generators.Tests;

public static partial class DiagnosticCases
{
    private static IEnumerable<(string Title, string Source)> PropertyCases() =>
    [
        .. new[] { "decimal", "int?", "int[]", "uint", "object", "System.TimeSpan", "string?[]" }.Select(type =>
            ($"a property of type {type}", Experiment($$"""public {|RLLAB201:{{type}}|} Value { get; init; }"""))),
        ("a positional parameter of a record", """
            [RlLab.Experiment("lab")]
            public partial record Sample(int {|RLLAB203:Width|} = 3) : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
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
        ("a default that is no choice", Experiment("[Choice(16, 32)] public long Value { get; init; } = {|RLLAB207:64|};")),
        ("a text that is no choice", Experiment("[Choice(\"relu\", \"tanh\")] public string Value { get; init; } = {|RLLAB207:\"Relu\"|};")),
        ("a member that is no choice", Experiment("[Choice(Mode.On)] public Mode Value { get; init; } = {|RLLAB207:Mode.Off|};")),
    ];
}
