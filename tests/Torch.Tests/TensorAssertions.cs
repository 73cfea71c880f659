using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests;

/// <summary>Tensors compared as values.</summary>
internal static class TensorAssertions
{
    /// <summary>The elements in row-major order.</summary>
    public static double[] Values(this Tensor tensor) =>
        tensor.numel() == 0 ? [] : tensor.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();

    /// <summary>Same type, same shape, same elements.</summary>
    public static void ShouldEqual(this Tensor tensor, Tensor expected, string because = "")
    {
        tensor.dtype.Should().Be(expected.dtype, because);
        tensor.shape.Should().Equal(expected.shape, because);
        tensor.Values().Should().Equal(expected.Values(), because);
    }

    /// <summary>Same shape, elements within an absolute tolerance.</summary>
    public static void ShouldBeClose(this Tensor tensor, Tensor expected, double tolerance = 1e-5)
    {
        tensor.shape.Should().Equal(expected.shape);
        tensor.ShouldBeClose(tolerance, expected.Values());
    }

    public static void ShouldBeClose(this Tensor tensor, double tolerance, params double[] expected)
    {
        var values = tensor.Values();
        values.Should().HaveCount(expected.Length);
        for (var i = 0; i < expected.Length; i++) values[i].Should().BeApproximately(expected[i], tolerance, $"element {i}");
    }
}
