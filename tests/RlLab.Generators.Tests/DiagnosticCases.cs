namespace RlLab.Generators.Tests;

/// <summary>Declarations with something wrong, each wrong place marked with the id of its diagnostic.</summary>
public static partial class DiagnosticCases
{
    public static IReadOnlyDictionary<string, string> All { get; } =
        ClassCases().Concat(PropertyCases()).Concat(InheritanceCases()).Concat(RecordCases()).Concat(RangeCases()).Concat(ChoiceCases())
            .Concat(SweepCases()).Concat(ConstraintCases())
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
        ("not partial, with a sweep and nothing to sweep yet", """
            [RlLab.Experiment("lab"), RlLab.Sweep(Objective = "return")]
            class {|RLLAB101:Sample|} : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """),
        ("not an experiment, with a sweep and nothing to sweep yet", """
            [RlLab.Experiment("lab"), RlLab.Sweep(Objective = "return")]
            partial class {|RLLAB102:Sample|} { }
            """),
        ("abstract, with abstract hyperparameters", """
            [RlLab.Experiment("lab"), RlLab.Sweep(Objective = "return")]
            abstract partial class {|RLLAB104:Sample|} : RlLab.IExperiment
            {
                public abstract double Rate { get; init; }
                public abstract Task Train(RlLab.IRun run);
            }
            """),
        ("neither partial nor an experiment", """
            [RlLab.Experiment("lab")]
            class {|RLLAB101:{|RLLAB102:Sample|}|} { }
            """),
        ("a static class", """
            [RlLab.Experiment("lab")]
            static partial class {|RLLAB103:Sample|} { }
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
        ("nested in a private class that is nested in a private class", """
            partial class Outer
            {
                private partial class Around
                {
                    [RlLab.Experiment("lab")]
                    partial class {|RLLAB106:Sample|} : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
                }
            }
            """),
        ("generic and nested in a generic class", """
            partial class Around<T>
            {
                [RlLab.Experiment("lab")]
                public partial class {|RLLAB105:Sample|}<U> : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
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
        ("two names that differ in case", """
            [RlLab.Experiment({|RLLAB108:"Lab"|})]
            partial class Sample : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }

            [RlLab.Experiment("lab")]
            partial class Other : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """),
        ("an inherited hyperparameter of the name of a generated member", """
            public abstract class Base { public int {|RLLAB110:Descriptor|} { get; init; } = 1; }

            [RlLab.Experiment("lab")]
            partial class Sample : Base, RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """),
        ("the other member that would be generated", Experiment("private void {|RLLAB110:LazyDescriptor|}(int times) { }")),
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
