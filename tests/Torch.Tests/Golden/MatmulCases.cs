using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests.Golden;

/// <summary>torch-matmul.json in TorchSharp's words.</summary>
internal static class MatmulCases
{
    public static IReadOnlyDictionary<string, Func<GoldenCase, Tensor[]>> All { get; } = new Dictionary<string, Func<GoldenCase, Tensor[]>>
    {
        ["mm"] = c => [mm(c["a"], c["b"])],
        ["matmul"] = c => [matmul(c["a"], c["b"])],
        ["bmm"] = c => [bmm(c["a"], c["b"])],
        // The package computes another sum here; the managed engine follows the documented meaning.
        ["baddbmm"] = c => [baddbmm(c["c"], c["a"], c["b"])],
        ["addmm"] = c => [addmm(c["c"], c["a"], c["b"], 1, 1)],
        ["linear"] = c => [functional.linear(c["x"], c["w"], c["b"])],
        ["linear_nobias"] = c => [functional.linear(c["x"], c["w"])],
        ["mm_transposed"] = c => [mm(c["a"].t(), c["b"].t())],
    };
}
