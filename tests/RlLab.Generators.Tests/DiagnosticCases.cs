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

            public Task Train(IRun run) => Task.CompletedTask;
        }
        """;

    private static IEnumerable<(string Title, string Source)> ClassCases() =>
    [
        ("not partial", """
            [RlLab.Experiment("lab")]
            class {|RLLAB101:Sample|} : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
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
            partial class {|RLLAB103:Sample|}(int width) : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.Delay(width); }
            """),
        ("a required field", Required("public required int Width;")),
        ("a required property that is no hyperparameter", Required("public required int Width { init { } }")),
        ("abstract", """
            [RlLab.Experiment("lab")]
            abstract partial class {|RLLAB104:Sample|} : RlLab.IExperiment { public abstract Task Train(RlLab.IRun run); }
            """),
        ("generic", """
            [RlLab.Experiment("lab")]
            partial class {|RLLAB105:Sample|}<T> : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """),
        ("nested in a generic class", """
            partial class Around<T>
            {
                [RlLab.Experiment("lab")]
                public partial class {|RLLAB105:Sample|} : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            }
            """),
        ("private", """
            partial class Around
            {
                [RlLab.Experiment("lab")]
                partial class {|RLLAB106:Sample|} : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            }
            """),
        ("file-local", """
            [RlLab.Experiment("lab")]
            file partial class {|RLLAB106:Sample|} : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """),
        ("nested in a class that is not partial", """
            class {|RLLAB107:Around|}
            {
                [RlLab.Experiment("lab")]
                public partial class Sample : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            }
            """),
        .. new[] { "", "Lab", "lab_1", "-lab", "lab-", "lab--one", "lab one", "läb", new string('a', 101) }.Select(name =>
            ($"the name '{name}'", $$"""
                [RlLab.Experiment({|RLLAB108:"{{name}}"|})]
                partial class Sample : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
                """)),
        ("no name at all", """
            [RlLab.Experiment({|RLLAB108:null!|})]
            partial class Sample : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """),
        ("one name for two classes", """
            [RlLab.Experiment({|RLLAB109:"lab"|})]
            partial class First : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }

            [RlLab.Experiment({|RLLAB109:"lab"|})]
            partial class Second : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """),
        ("a member that would be generated", Experiment("public static int {|RLLAB110:Descriptor|} => 1;")),
        ("a class named as what would be generated", """
            [RlLab.Experiment("lab")]
            partial class {|RLLAB110:Descriptor|} : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """),
    ];

    private static string Required(string member) => $$"""
        [RlLab.Experiment("lab")]
        public partial class {|RLLAB103:Sample|} : RlLab.IExperiment
        {
            {{member}}
            public Task Train(RlLab.IRun run) => Task.CompletedTask;
        }
        """;
}
