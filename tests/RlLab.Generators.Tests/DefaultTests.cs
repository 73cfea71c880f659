using RlLab.Generators.Tests.Support;

namespace RlLab.Generators.Tests;

/// <summary>Defaults at the edges of their domains, compared as the property's own type holds them.</summary>
public class DefaultTests
{
    [Theory]
    [InlineData("[RlLab.Uniform(0.1f, 5f)] public float Value { get; init; } = 0.1f;", "uniform 0.1 to 5")]
    [InlineData("[RlLab.Uniform(0.1, 5)] public float Value { get; init; } = 0.1f;", "uniform 0.1 to 5")]
    [InlineData("[RlLab.Uniform(-5f, -0.1f)] public float Value { get; init; } = -0.1f;", "uniform -5 to -0.1")]
    [InlineData("[RlLab.Uniform(0.1f, 0.7f)] public float Value { get; init; } = 0.7f;", "uniform 0.1 to 0.7")]
    [InlineData("[RlLab.LogUniform(1e-5f, 1e-1f)] public float Value { get; init; } = 1e-5f;", "log-uniform 1E-05 to 0.1")]
    [InlineData("[RlLab.LogUniform(1e-5f, 0.3f)] public float Value { get; init; } = 0.3f;", "log-uniform 1E-05 to 0.3")]
    [InlineData("[RlLab.Uniform(0, float.MaxValue)] public float Value { get; init; } = float.MaxValue;", "uniform 0 to 3.4028235E+38")]
    [InlineData("[RlLab.Uniform(float.Epsilon, 1)] public float Value { get; init; } = float.Epsilon;", "uniform 1E-45 to 1")]
    [InlineData("private const float Low = 0.1f; [RlLab.Uniform(Low, 10 * Low)] public float Value { get; init; } = Low;", "uniform 0.1 to 1")]
    [InlineData("[RlLab.Uniform(1 / 3f, 1)] public float Value { get; init; } = 1 / 3f;", "uniform 0.33333334 to 1")]
    [InlineData("[RlLab.Uniform(0, 1)] public float Value { get; init; } = default;", "uniform 0 to 1")]
    [InlineData(
        "[RlLab.Uniform(0, 1)] public partial double Value { get; init; } public partial double Value { get => field; init => field = value; } = 1;",
        "uniform 0 to 1")]
    [InlineData("[RlLab.Uniform(0, 1)] public float Value { get; init; } = 1;", "uniform 0 to 1")]
    [InlineData("[RlLab.Choice(0.1f, 0.2f)] public float Value { get; init; } = 0.1f;", "one of 0.1, 0.2")]
    [InlineData("[RlLab.Choice(0.1f, 1)] public double Value { get; init; } = 0.1f;", "one of 0.10000000149011612, 1")]
    [InlineData("[RlLab.Uniform(0.1f, 5)] public double Value { get; init; } = 0.1f;", "uniform 0.10000000149011612 to 5")]
    [InlineData("[RlLab.Uniform(0.1, 5)] public double Value { get; init; } = (double)0.1m;", "uniform 0.1 to 5")]
    [InlineData("[RlLab.Uniform(-3, 'a')] public double Value { get; init; } = 'a';", "uniform -3 to 97")]
    [InlineData("[RlLab.Uniform(0, long.MaxValue)] public double Value { get; init; } = long.MaxValue;", "uniform 0 to 9.223372036854776E+18")]
    [InlineData("[RlLab.Uniform(0, ulong.MaxValue)] public double Value { get; init; } = ulong.MaxValue;", "uniform 0 to 1.8446744073709552E+19")]
    [InlineData("[RlLab.Uniform(double.MinValue, 0)] public double Value { get; init; } = double.MinValue;", "uniform -1.7976931348623157E+308 to 0")]
    [InlineData(
        "[RlLab.IntRange(long.MinValue, long.MaxValue)] public long Value { get; init; } = long.MinValue;",
        "whole -9223372036854775808 to 9223372036854775807")]
    [InlineData("[RlLab.IntRange(int.MinValue, int.MaxValue)] public int Value { get; init; } = int.MaxValue;", "whole -2147483648 to 2147483647")]
    [InlineData("[RlLab.Choice(long.MaxValue, 1)] public long Value { get; init; } = long.MaxValue;", "one of 9223372036854775807, 1")]
    public void A_default_at_the_edge_lies_within(string property, string domain) => Domain(property).Should().Be(domain);

    [Theory]
    [InlineData("[RlLab.IntRange(1, 10, Step = 3)] public int Value { get; init; } = 10;")]
    [InlineData("[RlLab.IntRange(-10, -1, Step = 3)] public int Value { get; init; } = -4;")]
    [InlineData("[RlLab.IntRange(long.MinValue, long.MaxValue, Step = 2)] public long Value { get; init; } = long.MaxValue - 1;")]
    [InlineData("[RlLab.Uniform(0, 1, Step = 0.1)] public double Value { get; init; } = 0.3;")]
    [InlineData("[RlLab.Uniform(0, 1, Step = 0.1)] public double Value { get; init; } = 3 * 0.1;")]
    [InlineData("[RlLab.Uniform(0, 1, Step = 1 / 3.0)] public double Value { get; init; } = 2 / 3.0;")]
    [InlineData("[RlLab.Uniform(0, 0.3, Step = 0.1)] public double Value { get; init; } = 0.3;")]
    [InlineData("[RlLab.Uniform(1e6, 1e6 + 1, Step = 1e-3)] public double Value { get; init; } = 1e6 + 0.7;")]
    [InlineData("[RlLab.Uniform(0f, 1f, Step = 0.1f)] public float Value { get; init; } = 0.7f;")]
    [InlineData("[RlLab.Uniform(0f, 1f, Step = 1 / 3f)] public float Value { get; init; } = 2 / 3f;")]
    [InlineData("[RlLab.Uniform(-1, 1, Step = 0.2)] public float Value { get; init; } = -0.2f;")]
    [InlineData("[RlLab.LogUniform(1e-4, 1e-1, Points = 4)] public double Value { get; init; } = 3e-3;")]
    public void A_default_on_its_grid_lies_within(string property) => Domain(property).Should().NotBeNull();

    [Theory]
    [InlineData("[RlLab.IntRange(1, 10, Step = 3)] public int Value { get; init; } = 5;", "5", "1 to 10 by 3", " to 4 or 7")]
    [InlineData("[RlLab.IntRange(1, 9, Step = 3)] public int Value { get; init; } = 9;", "9", "1 to 9 by 3", " to 7")]
    [InlineData("[RlLab.IntRange(1, 9, Step = 3)] public int Value { get; init; } = 100;", "100", "1 to 9 by 3", " to 7")]
    [InlineData("[RlLab.IntRange(1, 9, Step = 3)] public int Value { get; init; } = -100;", "-100", "1 to 9 by 3", " to 1")]
    [InlineData("[RlLab.IntRange(1, 9)] public int Value { get; init; } = 100;", "100", "1 to 9", "")]
    [InlineData("[RlLab.Uniform(0, 1, Step = 0.25)] public double Value { get; init; } = 0.3;", "0.3", "0 to 1 by 0.25", " to 0.25 or 0.5")]
    [InlineData("[RlLab.Uniform(0, 1, Step = 0.1)] public float Value { get; init; } = 0.35f;", "0.35", "0 to 1 by 0.1", " to 0.3 or 0.4")]
    [InlineData("[RlLab.Uniform(0, 1, Step = 0.3)] public double Value { get; init; } = 1;", "1", "0 to 1 by 0.3", " to 0.9")]
    [InlineData("[RlLab.Uniform(0, 1)] public double Value { get; init; } = 2;", "2", "0 to 1", "")]
    [InlineData("[RlLab.Choice(16, 32)] public int Value { get; init; } = 2;", "2", "16, 32", "")]
    public void A_default_off_its_grid_is_told_with_the_nearest_values(string property, string value, string domain, string nearest) =>
        GeneratorRun.Of(Experiment(property)).Result.Diagnostics.Should().ContainSingle().Which.GetMessage()
            .Should().Be($"The default {value} of 'Value' is not in {domain}: change the default{nearest}, or the domain");

    [Theory]
    [InlineData("public record R(int A, int B = 4) { public R() : this(1, 2) { } }", "new()", 1, 2)]
    [InlineData("public record R(int A, int B = 4) { public R() : this(1) { } }", "new R()", 1, 4)]
    [InlineData("public record R(int A = 3, int B = 4) { public R() : this(B: 2) { } }", "new()", 3, 2)]
    [InlineData("public record R(int A, int B = 4) { public R(int A) : this(A, 9) { } }", "new(7)", 7, 9)]
    [InlineData("public record R(int A, int B = 4) { public R(string word, int a = 5) : this(a, 8 + 1) { } }", "new(\"\")", 5, 9)]
    [InlineData("public record R(int A, int B = 4) { public R(int a) : this(a, 9) { } public R() : this(a: 6) { } }", "new() { B = 8 }", 6, 8)]
    [InlineData("public record R(int A, int B = 4) { public R(string word) : this(0, 0) { } }", "new(3)", 3, 4)]
    [InlineData("const int b = 7; public record R(int A, int B = 4) { public R(int a, int b, int c) : this(a, b) { } }", "new(b, 3, 0)", 7, 3)]
    public void A_record_has_what_the_constructor_that_is_called_hands_on(string record, string made, int a, int b)
    {
        var experiment = GeneratedCatalogue.Single(Experiment($"{record} public R Group {{ get; init; }} = {made};"));

        experiment.Parameters.Select(p => (p.Name, p.Default.AsInteger())).Should().Equal(("Group.A", a), ("Group.B", b));
    }

    [Fact]
    public void What_a_constructor_computes_is_no_default() =>
        GeneratorRun.Of(Experiment("public record R(int A) { public R(string w) : this(w.Length) { } } public R Group { get; init; } = new(\"\");"))
            .Result.Diagnostics.Should().ContainSingle().Which.GetMessage().Should().Contain("'A'");

    [Theory]
    [InlineData("public double Value { get; init; } = -0.0;")]
    [InlineData("public float Value { get; init; } = -0f;")]
    [InlineData("private const double Nothing = -0.0; public double Value { get; init; } = Nothing;")]
    public void A_zero_keeps_its_sign(string property) => double.IsNegative(
        GeneratedCatalogue.Single(Experiment(property)).Parameters.Single(p => p.Name == "Value").Default.AsReal()).Should().BeTrue();

    private static string Domain(string property)
    {
        var parameter = GeneratedCatalogue.Single(Experiment(property)).Parameters.Single(p => p.Name == "Value");
        parameter.Domain!.Contains(parameter.Default).Should().BeTrue();
        return parameter.Domain.ToString();
    }

    private static string Experiment(string property) =>
        $$"""
        [RlLab.Experiment("lab")]
        partial class Lab : RlLab.IExperiment { {{property}} public Task Train(RlLab.IRun run) => Task.CompletedTask; }
        """;
}
