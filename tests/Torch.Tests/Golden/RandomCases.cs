using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Golden;

/// <summary>torch-random.json in TorchSharp's words: each starts from the seed alone.</summary>
internal static class RandomCases
{
    public static IReadOnlyDictionary<string, Func<GoldenCase, Tensor[]>> All { get; } = new Dictionary<string, Func<GoldenCase, Tensor[]>>
    {
        ["rand"] = Seeded(size => rand(size)),
        ["randn"] = Seeded(size => randn(size)),
        ["randint"] = Seeded(size => randint(0L, 10L, [size])),
        ["randint_large"] = Seeded(size => randint(0L, 1L << 40, [size])),
        ["randperm"] = Seeded(size => randperm(size)),
        ["bernoulli"] = Seeded(size => bernoulli(full(size, 0.3))),
        ["multinomial"] = Seeded(_ => multinomial(tensor([0.1f, 0.2f, 0.7f, 0.5f, 0.5f, 0.0f], [2, 3]), 8, true)),
        ["multinomial_without_replacement"] = Seeded(size => multinomial(tensor([0.1f, 0.2f, 0.3f, 0.4f]), size)),
        ["uniform_"] = Seeded(size => empty(size).uniform_(-2, 3)),
        ["normal_"] = Seeded(size => empty(size).normal_(1.0, 2.0)),
        ["exponential_"] = Seeded(size => empty(size).exponential_(1.5)),
        ["rand_float64"] = Seeded(size => rand(size, dtype: ScalarType.Float64)),
        ["randn_float64"] = Seeded(size => randn(size, dtype: ScalarType.Float64)),
        ["rand_then_randn"] = c =>
        {
            manual_seed(c.Long("seed"));
            return [rand(3), randn(5), rand(2)];
        },
    };

    /// <summary>Draws as many as the case has.</summary>
    private static Func<GoldenCase, Tensor[]> Seeded(Func<long, Tensor> draw) => c =>
    {
        manual_seed(c.Long("seed"));
        return [draw(c.Outputs[0].Shape[0])];
    };
}
