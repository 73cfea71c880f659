namespace RlLab.Generators.Tests;

public static partial class AnalyzerCases
{
    private static IEnumerable<(string Title, string Source)> TrainingCases() =>
    [
        .. new[]
        {
            "_ = {|RLLAB901:System.Random.Shared|}.Next();", "_ = {|RLLAB901:new System.Random()|};", "System.Random r = {|RLLAB901:new()|};",
            "_ = {|RLLAB902:System.DateTime.Now|};", "_ = {|RLLAB902:System.DateTimeOffset.UtcNow|}.Year;",
                "_ = {|RLLAB902:System.Environment.TickCount64|};",
            "_ = {|RLLAB902:System.Diagnostics.Stopwatch.StartNew()|};", "_ = {|RLLAB902:new System.Diagnostics.Stopwatch()|};",
            "_ = {|RLLAB902:System.Diagnostics.Stopwatch.GetTimestamp()|};", "_ = {|RLLAB902:System.TimeProvider.System|};",
            "System.Func<long> f = () => {|RLLAB902:System.DateTime.UtcNow|}.Ticks;",
            "_ = new System.Random((int)run.Seed); _ = run.Clock.GetUtcNow(); _ = new RandomGenerator(run.Seed); _ = new System.DateTime(2000, 1, "
                + "1);",

            "for (var i = 0; i < 9; i++) run.LogMetric({|RLLAB903:$\"loss/{i}\"|}, 0, i);",
            "for (var i = 0; i < 9; i++) run.LogMetric({|RLLAB903:\"loss/\" + i|}, 0, step: 10 * i);",
            "foreach (var i in new[] { 1, 2 }) run.LogMetrics(i, ({|RLLAB903:$\"a{i}\"|}, 1), (\"b\", 2), ({|RLLAB903:i.ToString()|}, 3));",
            "for (var i = 0; i < 9; i++) for (var arm = 0; arm < 2; arm++) run.LogMetric($\"pulls/{arm}\", 0, i);",
            "foreach (var name in new[] { \"a\", \"b\" }) run.LogMetric(name, 0, 1);",
            "var last = 3; for (var i = 0; i < 9; i++) run.LogMetric($\"loss/{last}\", i, last);",
        }.Select(body => ($"training: {body}", Train(body + " return Task.CompletedTask;"))),
        ("the clock in a class that takes a run", """
            public class Trainer { public void Train(RlLab.IRun run) { } private long Now() => {|RLLAB902:System.DateTime.UtcNow|}.Ticks; }
            """),
        ("the clock in a class within one that takes a run", """
            public class Trainer
            {
                public Trainer(RlLab.IRun run) { }
                private class Inner { long Now = {|RLLAB902:System.DateTime.UtcNow|}.Ticks; }
            }
            """),
        ("the clock where nothing trains", "public class Report { public long Now => System.DateTime.UtcNow.Ticks; }"),
    ];

    private static IEnumerable<(string Title, string Source)> TensorCases() =>
    [
        .. new[]
        {
            "for (var i = 0; i < 9; i++) { var y = {|RLLAB904:torch.abs(x)|}; _ = y.item<double>(); }",
            "while (true) { torch.Tensor y = {|RLLAB904:x + x|}; _ = torch.abs(y).item<float>(); }",
            "foreach (var i in new[] { 1 }) { for (var j = 0; j < i; j++) { var y = {|RLLAB904:x.relu()|}; } }",
            "System.Action a = () => { while (true) { var y = {|RLLAB904:torch.abs(x)|}; } };",
            "using (var scope = torch.NewDisposeScope()) { System.Action a = () => { while (true) { var y = {|RLLAB904:torch.abs(x)|}; } }; }",
            "while (true) { using var y = torch.abs(x); _ = y.item<double>(); }",
            "while (true) { using var scope = torch.NewDisposeScope(); var y = torch.abs(x); }",
            "while (true) { using (torch.NewDisposeScope()) { var y = torch.abs(x); } }",
            "using var scope = torch.NewDisposeScope(); while (true) { var y = torch.abs(x); }",
            "while (true) { var y = torch.abs(x); y.Dispose(); }",
            "while (true) { var y = torch.abs(x); Keep(y); } static void Keep(torch.Tensor x) { }",
            "var all = new System.Collections.Generic.List<torch.Tensor>(); while (true) { var y = torch.abs(x); all.Add(y); }",
            "while (true) { var y = torch.abs(x); x = y; }",
            "while (true) { var y = x; var z = x[0] is { } w ? w : x; }",
            "while (true) { var y = torch.abs(x); System.Action f = () => y.Dispose(); f(); }",
            "var y = torch.abs(x);",
            "while (true) { System.Action a = () => { var y = torch.abs(x); }; }",
        }.Select(body => ($"tensors: {body}", Torch($"static void Use(RlLab.IRun run, torch.Tensor x) {{ {body} }}"))),
        ("tensors where nothing trains", Torch("static void Use(torch.Tensor x) { while (true) { var y = torch.abs(x); } }")),
    ];

    private static IEnumerable<(string Title, string Source)> ObjectiveCases() =>
    [
        .. new[]
        {
            ("logged under another name", "{|RLLAB510:\"eval/return\"|}", "run.LogMetric(\"eval/retrun\", 1, 1);"),
            ("among several others", "{|RLLAB510:\"eval/return\"|}", "run.LogMetrics(1, (\"a\", 1), new Metric(\"b\", 2)); Other(run);"),
            ("by a trainer that lists others", "{|RLLAB510:\"eval/return\"|}", "new Trainer().Train(run);"),
            ("by a trainer that is given the run", "{|RLLAB510:\"eval/return\"|}", "_ = new Trainer(run);"),
            ("by name", "\"eval/return\"", "run.LogMetric(\"eval/\" + nameof(@return), 1, 1);"),
            ("in another method", "\"c\"", "run.LogMetric(\"a\", 1, 1); Other(run);"),
            ("by a trainer that lists it", "\"b\"", "new Trainer().Train(run);"),
            ("by a computed name", "\"eval/return\"", "run.LogMetric(\"a\", 1, 1); run.LogMetric(run.Id, 1, 1);"),
            ("in a list that is made elsewhere", "\"eval/return\"", "run.LogMetric(\"a\", 1, 1); var list = new Metric[] { (\"b\", 1) }; "
                + "run.LogMetrics(1, list);"),
            ("by somebody who lists nothing", "\"eval/return\"", "run.LogMetric(\"a\", 1, 1); Unlisted.Train(run);"),
            ("by a delegate", "\"eval/return\"", "run.LogMetric(\"a\", 1, 1); System.Action<string, double, long> log = run.LogMetric;"),
            ("as an object", "\"eval/return\"", "run.LogMetric(\"a\", 1, 1); object other = run;"),
        }.Select(c => ($"an objective {c.Item1}", $$"""
            using RlLab;

            [Experiment("lab"), Sweep(Sampler.Grid, Objective = {{c.Item2}})]
            public partial class Sample : IExperiment
            {
                private const int @return = 1;

                public Task Train(IRun run) { {{c.Item3}} return Task.CompletedTask; }

                private void Other(IRun run) => run.LogMetric("c", 1, 1);
            }

            [Logs("a", "b")]
            public class Trainer { public Trainer() { } public Trainer(IRun run) { } public void Train(IRun run) => run.LogMetric("b", 1, 1); }

            public static class Unlisted { public static void Train(IRun run) => run.LogMetric("eval/return", 1, 1); }
            """)),
        ("an objective that a base class may log", """
            using RlLab;

            [Experiment("lab"), Sweep(Sampler.Grid, Objective = "eval/return")]
            public partial class Sample : Base { protected override void More(IRun run) => run.LogMetric("a", 1, 1); }

            public abstract class Base : IExperiment
            {
                public Task Train(IRun run) { run.LogMetric("eval/return", 1, 1); More(run); return Task.CompletedTask; }
                protected abstract void More(IRun run);
            }
            """),
        ("an objective of a class that logs nothing yet", """
            using RlLab;

            [Experiment("lab"), Sweep(Sampler.Grid, Objective = "eval/return")]
            public partial class Sample : IExperiment { public Task Train(IRun run) => Task.CompletedTask; }
            """),
        ("an objective of a second sweep", """
            using RlLab;

            [Experiment("lab"), Sweep(Sampler.Grid, Objective = "a"), Sweep("other", Sampler.Grid, Objective = {|RLLAB510:"b"|})]
            public partial class Sample : IExperiment { public Task Train(IRun run) { run.LogMetric("a", 1, 1); return Task.CompletedTask; } }
            """),
    ];
}
