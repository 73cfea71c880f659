using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RlLab.Generators.Tests.Support;

namespace RlLab.Generators.Tests;

/// <summary>What is told of a sweep's size while it is written.</summary>
public class SizeTests
{
    private const string Alternatives = """
        [Choice] public Exploration Exploration { get; init; } = new Exploration.Greedy();
        [Choice(8, 16)] public int Width { get; init; } = 8;
        """;

    [Theory]
    [InlineData("[Uniform(0, 1)] public double A { get; init; } = 0;", "", "lab: 10 trials x 3 seeds + 9 test runs = 39 runs")]
    [InlineData("[Choice] public bool A { get; init; } = true;", "", "lab: 2 trials x 3 seeds + 6 test runs = 12 runs")]
    [InlineData("[LogUniform(1, 8, Points = 4)] public double A { get; init; } = 1;", "", "lab: 10 trials x 3 seeds + 9 test runs = 39 runs")]
    [InlineData("[LogUniform(1, 8, Points = 4)] public double A { get; init; } = 1;", "Sampler.Grid, ",
        "lab: 4 trials x 3 seeds + 9 test runs = 21 runs")]
    [InlineData("[LogUniform(1, 8, Step = 0.5)] public double A { get; init; } = 1;", "Sampler.Grid, ",
        "lab: 15 trials x 3 seeds + 9 test runs = 54 runs")]
    [InlineData("[LogUniform(1, 3, Step = 1)] public double A { get; init; } = 1;", "", "lab: 3 trials x 3 seeds + 9 test runs = 18 runs")]
    [InlineData("[Uniform(0, 0.3, Step = 0.1)] public double A { get; init; } = 0;", "Sampler.Grid, ",
        "lab: 4 trials x 3 seeds + 9 test runs = 21 runs")]
    [InlineData(
        "[IntRange(1, 10, Step = 3)] public int A { get; init; } = 1; [LogIntRange(2, 1001)] public int B { get; init; } = 2;",
        "\"all-of-it\", Sampler.Grid, ",
        "lab/all-of-it: 4,000 trials x 3 seeds + 9 test runs = 12,009 runs")]
    [InlineData(Alternatives, "Sampler.Grid, ", "lab: 12 trials x 3 seeds + 9 test runs = 45 runs")]
    public void Tells_trials_and_runs(string members, string sampler, string told) =>
        Told(members, $"Sweep({sampler}Objective = \"return\")").Should().Equal($"Info: {told}");

    [Theory]
    [InlineData("Confirm = 0, ", "10 trials x 3 seeds = 30 runs")]
    [InlineData("Confirm = 2, TestSeeds = 10, ", "10 trials x 3 seeds + 20 test runs = 50 runs")]
    [InlineData("Confirm = 20, ", "10 trials x 3 seeds + 30 test runs = 60 runs")]
    public void Counts_the_runs_that_confirm_the_winner(string options, string told) =>
        Told("[Uniform(0, 1)] public double A { get; init; } = 0;", $"Sweep({options}Objective = \"return\")").Should().Equal($"Info: lab: {told}");

    [Fact]
    public void A_sweep_of_one_setting_confirms_nothing() =>
        Told("[Choice(1)] public int A { get; init; } = 1;", "Sweep(Sampler.Grid, Objective = \"return\")")
            .Should().Equal("Info: lab: 1 trial x 3 seeds = 3 runs");

    [Fact]
    public void Counts_the_default_alternative_of_a_choice_that_is_not_swept() =>
        Told(Alternatives.Replace("[Choice] ", ""), "Sweep(Sampler.Grid, Objective = \"return\")")
            .Should().Equal("Info: lab: 2 trials x 3 seeds + 6 test runs = 12 runs");

    [Fact]
    public void Tells_that_constraints_may_leave_less() => Told(
        "[Choice] public bool A { get; init; } = true; private bool Fits => A;", "Sweep(Sampler.Grid, Objective = \"return\"), "
            + "Constraint(nameof(Fits))")
        .Should().Equal("Info: lab: at most 2 trials x 3 seeds + 6 test runs = 12 runs");

    [Theory]
    [InlineData("Budget(Runs = 30)", "")]
    [InlineData("Budget(Runs = 29)", "Warning: lab takes 30 runs, and its budget is 29")]
    [InlineData("Budget(Runs = 29, IsError = true)", "Error: lab takes 30 runs, and its budget is 29")]
    [InlineData("Budget(Hours = 0.75)", "")]
    [InlineData("Budget(Hours = 0.7)", "Warning: lab takes 0.75 hours, and its budget is 0.7")]
    public void Judges_a_budget(string budget, string told) => Told(
        "[Uniform(0, 1)] public double A { get; init; } = 0;", $"Sweep(Confirm = 0, Objective = \"return\"), {budget}",
        "# seconds a run\nother = 3\nlab = 90\n")
        .Skip(1).Select(text => text.Split(':', 3) is [var severity, var what, ..] ? $"{severity}:{what}" : text)
        .Should().Equal(told.Length > 0 ? [told] : []);

    [Fact]
    public void Tells_the_time_where_it_was_measured()
    {
        const string Member = "[Uniform(0, 1)] public double A { get; init; } = 0;";
        Told(Member, "Sweep(Confirm = 0, Objective = \"return\")", "lab = 90").Should().Equal(
            "Info: lab: 10 trials x 3 seeds = 30 runs, about 0.75 hours one after the other");
        Told(Member, "Sweep(Confirm = 0, Objective = \"return\"), Budget(Hours = 1e-9)", "lab = soon\nlad = 90").Should().Equal(
            ["Info: lab: 10 trials x 3 seeds = 30 runs"], "what is not known is not judged");
    }

    private static IEnumerable<string> Told(string members, string attributes, string rates = "")
    {
        var compilation = Compiler.Compile("Lab", $$"""
            using RlLab;

            [Experiment("lab"), {{attributes}}]
            public partial class Sample : IExperiment
            {
                {{members}}
                public Task Train(IRun run) => Task.CompletedTask;
            }

            public abstract record Exploration
            {
                public sealed record Greedy : Exploration;
                public sealed record Random([property: Uniform(0, 1, Step = 0.5)] double Share = 0.5) : Exploration;
                public sealed record Noisy([property: Choice] bool Decays = true, double Scale = 1) : Exploration;
            }
            """);
        var (_, run) = GeneratorRun.Start(compilation, files: new RatesFile(rates));
        return run.Result.Diagnostics.Select(d => $"{d.Severity}: {d.GetMessage()}");
    }

    private sealed class RatesFile(string text) : AdditionalText
    {
        public override string Path => "/lab/rllab.rates";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
