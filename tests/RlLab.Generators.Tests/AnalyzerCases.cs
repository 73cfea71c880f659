namespace RlLab.Generators.Tests;

/// <summary>Code with something wrong that keeps no experiment out of the catalogue, each wrong place marked with the id of its diagnostic.</summary>
public static partial class AnalyzerCases
{
    public static IReadOnlyDictionary<string, string> All { get; } = RecordCases().Concat(DisposalCases()).Concat(EngineCases())
        .Concat(TrainingCases()).Concat(TensorCases()).Concat(ObjectiveCases()).ToDictionary(c => c.Title, c => c.Source);

    private static IEnumerable<(string Title, string Source)> RecordCases() =>
    [
        ("an alternative outside of its abstract record", Alternatives("public sealed record {|RLLAB211:Elsewhere|} : Exploration;")),
        ("an alternative within another", Alternatives(
            "public static class Around { public sealed record {|RLLAB211:Elsewhere|} : Exploration.Annealed; }")),
        ("a record that derives from what is no choice", Alternatives("public abstract record Shape; public sealed record Circle : Shape;")),
    ];

    private static string Alternatives(string others) => $$"""
        using RlLab;

        [Experiment("lab")]
        public partial class Sample : IExperiment
        {
            public Exploration Value { get; init; } = new Exploration.Linear();

            public Task Train(IRun run) => Task.CompletedTask;
        }

        public abstract record Exploration
        {
            public abstract record Annealed : Exploration { public double End { get; init; } = 0.1; }
            public sealed record Linear : Annealed;
        }

        {{others}}
        """;

    private static IEnumerable<(string Title, string Source)> DisposalCases() =>
    [
        .. new (string Title, string Body)[]
        {
            ("after a using declaration", "using var world = new World(); return {|RLLAB112:Learn()|};"),
            ("after a using declaration of a block around",
                "using var world = new World(); if (run.Seed > 0) { return {|RLLAB112:Learn()|}; } return Task.CompletedTask;"),
            ("within a using statement", "using (var world = new World()) { return {|RLLAB112:Learn()|}; }"),
            ("within a using statement of an expression", "using (new World()) return {|RLLAB112:Learn()|};"),
            ("within try with finally", "var world = new World(); try { return {|RLLAB112:Learn()|}; } finally { world.Dispose(); }"),
            ("as a variable", "using var world = new World(); var task = Learn(); return {|RLLAB112:task|};"),
            ("in one of two cases", "using var world = new World(); return {|RLLAB112:run.Seed > 0 ? Learn() : Task.CompletedTask|};"),
            ("by a local function", "return Local(); Task Local() { using var world = new World(); return {|RLLAB112:Learn()|}; }"),
            ("by a lambda", "System.Func<Task> learn = () => { using var world = new World(); return {|RLLAB112:Learn()|}; }; return learn();"),
        }.Select(c => ($"a task returned {c.Title}", Train(c.Body))),
        .. new (string Title, string Body)[]
        {
            ("before the using declaration", "if (run.Seed > 0) { return Learn(); } using var world = new World(); return Task.CompletedTask;"),
            ("after a using statement", "using (new World()) { } return Learn();"),
            ("by a lambda within a using statement",
                "using var world = new World(); System.Func<Task> learn = () => Learn(); learn(); return Task.CompletedTask;"),
            ("from a finished computation",
                "using var world = new World(); return run.Seed > 0 ? Task.FromResult(3) : Task.FromException(new System.Exception());"),
            ("within try with catch", "try { return Learn(); } catch (System.Exception) { throw; }"),
        }.Select(c => ($"a task returned rightly {c.Title}", Train(c.Body))),
        ("a task awaited after a using declaration",
            Train("using var world = new World(); await Learn();").Replace("public Task", "public async Task")),
        ("a task returned by a class that is no experiment", Train("using var world = new World(); return Learn();")
            .Replace("[Experiment(\"lab\")]", "").Replace(": IExperiment", "")),
    ];

    private static string Train(string body) => $$"""
        using RlLab;

        [Experiment("lab")]
        public partial class Sample : IExperiment
        {
            public Task Train(IRun run) { {{body}} }

            private static async Task Learn() => await Task.Yield();

            private sealed class World : System.IDisposable { public void Dispose() { } }
        }
        """;

    private static IEnumerable<(string Title, string Source)> EngineCases() =>
    [
        .. new[]
        {
            "torch.{|RLLAB601:missing|}(x);",
            "torch.{|RLLAB601:abs|}(x, 3);",
            "torch.{|RLLAB601:missing|}(torch.{|RLLAB601:missing|}(x));",
            "x?.{|RLLAB601:missing_relu|}();",
            "x.{|RLLAB601:missing_relu|}();",
            "Extensions.{|RLLAB601:missing_relu|}(x);",
            "{|RLLAB601:missing|}(x);",
            "x.{|RLLAB601:missing_item<double>|}();",
            "System.Func<torch.Tensor, torch.Tensor> f = torch.{|RLLAB601:missing|};",
            "System.Func<torch.Tensor> f = x.{|RLLAB601:missing_relu|};",
            "_ = torch.{|RLLAB601:missing_constant|};",
            "torch.{|RLLAB601:missing_field|}++;",
            "torch.{|RLLAB601:missing_event|} += () => { };",
            "_ = {|RLLAB601:x[\"a\"]|};",
            "_ = {|RLLAB601:new torch.Tensor(\"a\")|};",
            "torch.Tensor y = {|RLLAB601:new(\"a\")|};",
            "torch.Tensor y = {|RLLAB601:\"a\"|};",
            "torch.abs({|RLLAB601:\"a\"|});",
            "_ = {|RLLAB601:x - x|};",
            "_ = {|RLLAB601:-x|};",
            "{|RLLAB601:x -= x|};",
            "{|RLLAB601:x++|};",
            "_ = torch.Mode.{|RLLAB601:Missing|};",
            "{|RLLAB601:missing_vision|}.models.resnet();",
            "_ = typeof({|RLLAB601:MissingModule<>|});",
            "_ = new {|RLLAB601:MissingModule<int>|}();",
            "object y = x; _ = y is {|RLLAB601:MissingModule<int>|};",
            "System.Collections.Generic.List<{|RLLAB601:MissingModule<int>|}> list = [];",
        }.Select(body => ($"torch: {body}", Torch($"static void Use(torch.Tensor x) {{ {body} }}"))),
        .. new[]
        {
            "class Net : {|RLLAB601:MissingModule<int>|};",
            "class Net() : Module<int>{|RLLAB601:(3)|};",
            "class Net : Module<int> { public Net() {|RLLAB601:: base(3)|} { } }",
            "class Net() : Module<int>(\"net\") { public override void {|RLLAB601:missing_hook|}() { } }",
            "{|RLLAB601:MissingModule<int>|}? field;",
            "{|RLLAB601:MissingModule<int>|}? Property { get; set; }",
            "{|RLLAB601:MissingModule<int>|}? Returns({|RLLAB601:MissingModule<int>|} x) => null;",
            "[{|RLLAB601:Missing|}] class Marked;",
            "class Constrained<T> where T : {|RLLAB601:MissingModule<int>|};",
        }.Select(member => ($"torch: {member}", Torch(member))),
        .. new[]
        {
            "torch.abs(x).relu(); _ = x[0] + 3; _ = torch.pi; _ = x.item<double>(); _ = torch.Mode.Known; _ = new torch.Tensor();",
            "_ = x.ToString() + $\"{x}\"; _ = new Linear().forward(x); Module<torch.Tensor> module = new Linear(); module.forward(x);",
            "missing(); static void missing() { }",
        }.Select(body => ($"torch that is there: {body}", Torch($"static void Use(torch.Tensor x) {{ {body} }}"))),
        ("torch: a using of a missing type",
            "using static TorchSharp.{|RLLAB601:missing_vision|}; class Sample { static void Use() => models.resnet(); }"),
        ("torch: an alias of a missing type",
            "using Vision = TorchSharp.{|RLLAB601:missing_vision|}; class Sample { static void Use() => Vision.models.resnet(); }"),
        ("torch: a comment on a missing member", Torch("/// <summary><see cref=\"MissingModule{T}\"/></summary>\n static void Use() { }")),
    ];

    private static string Torch(string member) => $$"""
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;

        class Sample
        {
            {{member}}
        }
        """;
}
