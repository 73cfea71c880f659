namespace RlLab.Generators.Tests;

public static partial class DiagnosticCases
{
    private static IEnumerable<(string Title, string Source)> ConstraintCases() =>
    [
        ("a constraint of another name", Constrained("""{|RLLAB701:"Fitting"|}""", "bool Fits => Width > 1;")),
        ("a constraint without a name", Constrained("{|RLLAB701:null!|}", "bool Fits => Width > 1;")),
        ("a constraint that a base class keeps to itself", Constrained("""{|RLLAB701:"Fits"|}""", "").Replace(
            "Sample : IExperiment", "Sample : Base, IExperiment") + "\npublic abstract class Base { private bool Fits => true; }"),

        .. new[]
        {
            "int Fits => Width;", "string Fits() => \"\";", "Task<bool> Fits() => Task.FromResult(true);", "bool Fits(IRun run) => true;",
            "bool Fits(int width) => true;", "static bool Fits() => true;", "static bool Fits(int width) => true;", "static bool Fits => true;",
            "static bool Fits(ref Sample sample) => true;", "bool Fits<T>() => true;", "readonly bool Fits = true;", "class Fits;",
            "static bool Fits(Sample sample, int width) => true;", "public bool Fits { get; init; } = true;",
        }.Select(member => ($"a constraint that is none: {member}", Constrained("{|RLLAB702:nameof(Fits)|}", member))),

        ("a constraint without an experiment", """
            [{|RLLAB501:RlLab.Constraint(nameof(Fits))|}]
            public class Sample { public bool Fits => true; }
            """),
    ];

    private static string Constrained(string name, string member) =>
        Experiment($"public int Width {{ get; init; }} = 3; {member}", $"[Constraint({name})]");
}
