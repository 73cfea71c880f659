using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Torch.Tests.Operations;

/// <summary>Numbers that an operation can make nothing of are refused, where PyTorch refuses them.</summary>
public sealed class RefusedNumbersTests
{
    private const double Nan = double.NaN, Infinity = double.PositiveInfinity;

    private static readonly Dictionary<string, Func<object>> Refused = new()
    {
        ["arange to nan"] = () => arange(0.0, Nan, 1.0),
        ["arange to infinity"] = () => arange(0.0, Infinity, 1.0),
        ["arange in steps of nan"] = () => arange(0.0, 1.0, Nan),
        ["arange of more than there are"] = () => arange(0.0, 1e300, 1.0),
        ["an integer nan"] = () => full(2, Nan, dtype: ScalarType.Int64),
        ["an integer infinity"] = () => zeros(2, ScalarType.Int32).fill_(Infinity),
        ["a byte of 300"] = () => zeros(2, ScalarType.Byte).fill_(300.0),
        ["a byte of more than 255"] = () => zeros(2, ScalarType.Byte).fill_(255.9),
        ["a byte below 0"] = () => zeros(2, ScalarType.Byte).fill_(-0.5),
        ["an int64 of 2 to the 63"] = () => zeros(2, ScalarType.Int64).fill_(9223372036854775808.0),
        ["a number nan as an integer"] = () => ((Scalar)Nan).ToInt64(),
        ["a normal deviation of nan"] = () => zeros(2).normal_(0, Nan),
        ["a normal deviation of nan in a block"] = () => zeros(32).normal_(0, Nan),
        ["a log-normal deviation of 0"] = () => zeros(2).log_normal_(0, 0),
        ["uniform to nan"] = () => zeros(2).uniform_(0, Nan),
        ["uniform from nan"] = () => zeros(2).uniform_(Nan, 1),
        ["uniform to infinity"] = () => zeros(2).uniform_(0, Infinity),
        ["uniform over more than float32 holds"] = () => zeros(2).uniform_(-3e38, 3e38),
        ["exponential of nan"] = () => zeros(2).exponential_(Nan),
        ["random to infinity"] = () => zeros(2).random_(0, Infinity),
        ["bernoulli of nan"] = () => tensor(new[] { Nan, 0.5 }).bernoulli(),
        ["multinomial of nan"] = () => tensor(new[] { Nan, 1 }).multinomial(1),
        ["multinomial of nan, repeated"] = () => tensor(new[] { Nan, 1 }).multinomial(3, true),
        ["multinomial of a negative weight"] = () => tensor(new[] { -1.0, 1 }).multinomial(1),
        ["Categorical of nan"] = () => distributions.Categorical(tensor(new[] { Nan, 1 })).sample(3),
        ["Categorical of logits nan"] = () => distributions.Categorical(logits: tensor(new[] { Nan, 1 })).sample(3),
        ["a quantile of nan"] = () => tensor(new[] { 1.0, 2 }).quantile(tensor(new[] { Nan })),
        ["a quantile of 1.5"] = () => tensor(new[] { 1.0, 2 }).quantile(tensor(new[] { 1.5 })),
        ["a histogram of nan"] = () => tensor(new[] { 1.0, Nan }).histc(4),
        ["a histogram of infinity"] = () => tensor(new[] { 1.0, Infinity }).histc(4),
        ["a histogram of no bins"] = () => tensor(new[] { 1.0, 2 }).histc(0),
        ["smooth_l1_loss of a negative beta"] = () => F.smooth_l1_loss(ones(1), zeros(1), beta: -1),
        ["huber_loss of delta 0"] = () => F.huber_loss(ones(1), zeros(1), 0),
        ["binary_cross_entropy of nan"] = () => F.binary_cross_entropy(tensor(new[] { Nan }), ones(1, ScalarType.Float64)),
        ["binary_cross_entropy of 1.5"] = () => F.binary_cross_entropy(tensor(new[] { 1.5 }), ones(1, ScalarType.Float64)),
        ["binary_cross_entropy for nan"] = () => F.binary_cross_entropy(ones(1, ScalarType.Float64), tensor(new[] { Nan })),
        ["an infinite norm of nothing"] = () => zeros(0).norm(float.PositiveInfinity),
        ["an integer to a negative power"] = () => tensor(new[] { 2L }).pow(-1),
        ["lerp to another type"] = () => ones(1).lerp(ones(1, ScalarType.Float64), tensor(0.5)),
        ["a negative number of repeats"] = () => ones(2).repeat_interleave(tensor(new[] { 1L, -1 }), 0),
        ["fewer positions than there are slices to add"] = () => zeros(3, 2).index_add_(0, tensor(new[] { 0L, 1 }), ones(5, 2), 1),
        ["fewer positions than there are slices to copy"] = () => zeros(3, 2).index_copy_(0, tensor(new[] { 0L, 1 }), ones(5, 2)),
        ["narrower slices than there are"] = () => zeros(3, 2).index_copy_(0, tensor(new[] { 0L, 1 }), ones(2, 1)),
        ["an odd half"] = () => ones(3).glu(),
    };

    public static TheoryData<string> Names => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_PyTorch_refuses_is_refused(string name) => Refused[name].Should().Throw<ExternalException>();

    [Fact]
    public void Limits_that_can_be_used_are_used()
    {
        zeros(64).uniform_(-1.5e38, 1.5e38).isfinite().all().ToBoolean().Should().BeTrue();
        zeros(2).fill_(Nan).isnan().all().ToBoolean().Should().BeTrue();
        full(1, -9223372036854775808.0, dtype: ScalarType.Int64).item<long>().Should().Be(long.MinValue);
        ones(1, ScalarType.Byte).fill_(254.9).item<byte>().Should().Be(254);
    }
}
