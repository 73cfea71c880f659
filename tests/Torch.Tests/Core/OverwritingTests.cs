using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Core;

/// <summary>What a tensor was made from has no share in what was written over it: a gradient of zeros, as in PyTorch, not none.</summary>
public sealed class OverwritingTests
{
    private static readonly Dictionary<string, Action<Tensor>> Writes = new()
    {
        ["fill_"] = y => y.fill_(5),
        ["copy_"] = y => y.copy_(arange(3, dtype: float32)),
        ["normal_"] = y => y.normal_(),
        ["uniform_"] = y => y.uniform_(0, 1),
        ["bernoulli_"] = y => y.bernoulli_(0.5),
        ["exponential_"] = y => y.exponential_(),
        ["gt_"] = y => y.gt_(1),
        ["fill_ of a view of the whole"] = y => y.view(3, 1).fill_(5),
    };

    public static TheoryData<string> Names => [.. Writes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_overwritten_has_a_gradient_of_zeros(string write)
    {
        var x = ones(3, requires_grad: true);
        var w = full(3, 2.0f, requires_grad: true);
        var y = x * w;
        Writes[write](y);

        (y * 3).sum().backward();

        x.grad!.data<float>().ToArray().Should().Equal(0, 0, 0);
        w.grad!.data<float>().ToArray().Should().Equal(0, 0, 0);
    }

    [Fact]
    public void What_was_copied_has_the_whole_gradient_and_what_it_was_copied_over_has_zeros()
    {
        var x = ones(2, requires_grad: true);
        var source = ones(2, requires_grad: true);
        var y = x * 2;
        y.copy_(source);

        (y * 3).sum().backward();

        x.grad!.data<float>().ToArray().Should().Equal(0, 0);
        source.grad!.data<float>().ToArray().Should().Equal(3, 3);
    }
}
