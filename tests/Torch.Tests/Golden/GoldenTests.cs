using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Golden;

/// <summary>Every case that PyTorch computed, computed again through TorchSharp's API.</summary>
public sealed class GoldenTests
{
    private static readonly Dictionary<string, IReadOnlyDictionary<string, Func<GoldenCase, Tensor[]>>> Families = new()
    {
        ["elementwise"] = ElementwiseCases.All,
        ["reduction"] = ReductionCases.All,
        ["shape"] = ShapeCases.All,
        ["matmul"] = MatmulCases.All,
        ["nn"] = NnCases.All,
        ["loss"] = LossCases.All,
        ["optim"] = OptimCases.All,
        ["layers"] = LayerCases.All,
        ["random"] = RandomCases.All,
        ["module"] = ModuleCases.All,
    };

    public static IEnumerable<TheoryDataRow<string, string, int>> Cases() =>
        from family in Families.Keys
        from index in Enumerable.Range(0, GoldenCase.Count(family))
        select new TheoryDataRow<string, string, int>(family, GoldenCase.NameOf(family, index), index);

    [Theory]
    [MemberData(nameof(Cases))]
    public void PyTorch_agrees(string family, string name, int index)
    {
        using var scope = NewDisposeScope();
        var golden = GoldenCase.Read(family, index);
        var outputs = Families[family][name](golden);
        outputs.Should().HaveCount(golden.Outputs.Count);
        foreach (var (output, expected) in outputs.Zip(golden.Outputs))
            expected.ShouldMatch(output, ToleranceOf(family, name, expected.Dtype), name);
        if (!golden.HasGradients)
            return;
        (golden.Cotangent * outputs[0]).sum().backward();
        foreach (var (input, expected) in golden.Gradients)
            expected.ShouldMatch(golden[input].grad ?? zeros_like(golden[input]), Tolerance.Rounding,
            $"{name}, gradient of {input}");
    }

    [Fact]
    public void Every_golden_file_is_read()
    {
        var files = Directory.GetFiles(RlLab.Testing.RepositoryFiles.PathOf("tests", "Golden"), "torch-*.json");
        files.Select(file => Path.GetFileNameWithoutExtension(file)["torch-".Length..]).Should().BeEquivalentTo(Families.Keys);
    }

    private static Tolerance ToleranceOf(string family, string name, ScalarType dtype)
    {
        if (dtype is ScalarType.Int64 or ScalarType.Bool or ScalarType.Byte)
            return Tolerance.Exact;
        if (family != "random")
            return Tolerance.Rounding;
        if (name.Contains("randn") || name == "normal_")
            return dtype == ScalarType.Float64 ? Tolerance.NineDigits : Tolerance.Normal;
        return dtype == ScalarType.Float64 ? Tolerance.NineDigits : Tolerance.Exact;
    }
}
