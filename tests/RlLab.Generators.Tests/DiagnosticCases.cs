namespace RlLab.Generators.Tests;

/// <summary>Declarations with something wrong, each wrong place marked with the id of its diagnostic.</summary>
public static partial class DiagnosticCases
{
    public static IReadOnlyDictionary<string, string> All { get; } =
        ClassCases().Concat(PropertyCases()).Concat(RangeCases()).Concat(ChoiceCases()).Concat(SweepCases())
            .ToDictionary(c => c.Title, c => c.Source);

    /// <summary>An experiment with the given members.</summary>
    private static string Experiment(string members, string attributes = "") => $$"""
        using RlLab;

        namespace Lab;

        public enum Mode { Off, On, AlsoOn = On }

        [Experiment("lab")]{{attributes}}
        public partial class Sample : IExperiment
        {
            {{members}}

            public void Train(IRun run) { }
        }
        """;

    private static IEnumerable<(string Title, string Source)> ClassCases() =>
    [
        ("not partial", """
            [RlLab.Experiment("lab")]
            class {|RLLAB101:Sample|} : RlLab.IExperiment { public void Train(RlLab.IRun run) { } }
            """),
        ("not an experiment", """
            [RlLab.Experiment("lab")]
            partial class {|RLLAB102:Sample|} { }
            """),
        ("neither partial nor an experiment", """
            [RlLab.Experiment("lab")]
            class {|RLLAB101:{|RLLAB102:Sample|}|} { }
            """),
        ("a static class", """
            [RlLab.Experiment("lab")]
            static partial class {|RLLAB102:{|RLLAB103:Sample|}|} { }
            """),
        ("a constructor with an argument", """
            [RlLab.Experiment("lab")]
            partial class {|RLLAB103:Sample|}(int width) : RlLab.IExperiment { public void Train(RlLab.IRun run) => _ = width; }
            """),
        ("a required field", Required("public required int Width;")),
        ("a required property that is no hyperparameter", Required("public required int Width { init { } }")),
        ("abstract", """
            [RlLab.Experiment("lab")]
            abstract partial class {|RLLAB104:Sample|} : RlLab.IExperiment { public abstract void Train(RlLab.IRun run); }
            """),
        ("generic", """
            [RlLab.Experiment("lab")]
            partial class {|RLLAB105:Sample|}<T> : RlLab.IExperiment { public void Train(RlLab.IRun run) { } }
            """),
        ("nested in a generic class", """
            partial class Around<T>
            {
                [RlLab.Experiment("lab")]
                public partial class {|RLLAB105:Sample|} : RlLab.IExperiment { public void Train(RlLab.IRun run) { } }
            }
            """),
        ("private", """
            partial class Around
            {
                [RlLab.Experiment("lab")]
                partial class {|RLLAB106:Sample|} : RlLab.IExperiment { public void Train(RlLab.IRun run) { } }
            }
            """),
        ("file-local", """
            [RlLab.Experiment("lab")]
            file partial class {|RLLAB106:Sample|} : RlLab.IExperiment { public void Train(RlLab.IRun run) { } }
            """),
        ("nested in a class that is not partial", """
            class {|RLLAB107:Around|}
            {
                [RlLab.Experiment("lab")]
                public partial class Sample : RlLab.IExperiment { public void Train(RlLab.IRun run) { } }
            }
            """),
        .. new[] { "", "Lab", "lab_1", "-lab", "lab-", "lab--one", "lab one", "läb", new string('a', 101) }.Select(name =>
            ($"the name '{name}'", $$"""
                [RlLab.Experiment({|RLLAB108:"{{name}}"|})]
                partial class Sample : RlLab.IExperiment { public void Train(RlLab.IRun run) { } }
                """)),
        ("no name at all", """
            [RlLab.Experiment({|RLLAB108:null!|})]
            partial class Sample : RlLab.IExperiment { public void Train(RlLab.IRun run) { } }
            """),
        ("one name for two classes", """
            [RlLab.Experiment({|RLLAB109:"lab"|})]
            partial class First : RlLab.IExperiment { public void Train(RlLab.IRun run) { } }

            [RlLab.Experiment({|RLLAB109:"lab"|})]
            partial class Second : RlLab.IExperiment { public void Train(RlLab.IRun run) { } }
            """),
        ("a member that would be generated", Experiment("public static int {|RLLAB110:Descriptor|} => 1;")),
        ("a class named as what would be generated", """
            [RlLab.Experiment("lab")]
            partial class {|RLLAB110:Descriptor|} : RlLab.IExperiment { public void Train(RlLab.IRun run) { } }
            """),
    ];

    private static string Required(string member) => $$"""
        [RlLab.Experiment("lab")]
        public partial class {|RLLAB103:Sample|} : RlLab.IExperiment
        {
            {{member}}
            public void Train(RlLab.IRun run) { }
        }
        """;
}
