using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests.Operations;

/// <summary>
/// Convolutions, pooling and normalizations as recorded operations: gradients against finite differences in float64, on strided
/// inputs too, and what is said about shapes that do not fit.
/// </summary>
public sealed class ImageOperationTests
{
    private static readonly Dictionary<string, (Func<Tensor[], Tensor> Operation, long[][] Shapes)> Operations = new()
    {
        ["conv2d"] = (t => functional.conv2d(t[0], t[1], t[2], [2, 1], [1, 2], [1, 2]), [[2, 3, 6, 7], [4, 3, 3, 2], [4]]),
        ["conv2d of a stride of one"] = (t => functional.conv2d(t[0], t[1], padding: [1]), [[2, 3, 5, 4], [2, 3, 3, 3]]),
        ["conv2d of groups"] = (t => functional.conv2d(t[0], t[1], t[2], groups: 2), [[1, 4, 4, 5], [6, 2, 2, 2], [6]]),
        ["conv2d of one image"] = (t => functional.conv2d(t[0], t[1], t[2]), [[3, 6, 7], [4, 3, 3, 2], [4]]),
        ["conv1d"] = (t => functional.conv1d(t[0], t[1], t[2], stride: 2, padding: 1), [[2, 3, 9], [4, 3, 3], [4]]),
        ["max_pool2d"] = (t => functional.max_pool2d(t[0], 3, 2, 1), [[2, 2, 7, 6]]),
        ["max_pool1d"] = (t => functional.max_pool1d(t[0], 2), [[2, 2, 7]]),
        ["avg_pool2d"] = (t => functional.avg_pool2d(t[0], (3, 2), (2, 1), (1, 1), count_include_pad: false), [[2, 2, 7, 6]]),
        ["avg_pool1d"] = (t => functional.avg_pool1d(t[0], 3, 2, 1), [[2, 2, 7]]),
        ["adaptive_avg_pool2d"] = (t => functional.adaptive_avg_pool2d(t[0], (2, 3)), [[2, 5, 7]]),
        ["batch_norm"] = (t => functional.batch_norm(t[0], null, null, t[1], t[2], training: true), [[3, 2, 4, 3], [2], [2]]),
        ["batch_norm of vectors"] = (t => functional.batch_norm(t[0], null, null, training: true), [[5, 3]]),
        ["batch_norm in evaluation"] = (t => functional.batch_norm(t[0], ones(2, float64), full(2, 3, float64), t[1], t[2]),
            [[3, 2, 4], [2], [2]]),
        ["layer_norm"] = (t => functional.layer_norm(t[0], [3, 4], t[1], t[2]), [[2, 3, 4], [3, 4], [3, 4]]),
        ["layer_norm without weights"] = (t => functional.layer_norm(t[0], [4]), [[2, 3, 4]]),
    };

    public static TheoryData<string> Names() => [.. Operations.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_the_slopes(string name)
    {
        using var scope = NewDisposeScope();
        var (operation, shapes) = Operations[name];
        using var generator = new Generator(3);
        Tensor[] arguments = [.. shapes.Select(shape => (rand(shape, float64, generator: generator) * 2 - 1).requires_grad_())];
        var weights = rand(operation(arguments).shape, float64, generator: generator);
        (operation(arguments) * weights).sum().backward();
        foreach (var argument in arguments)
        {
            var gradient = argument.grad!.data<double>().ToArray();
            using var _ = no_grad();
            var values = argument.view(-1);
            for (var i = 0; i < gradient.Length; i++)
            {
                const double Step = 1e-6;
                values[i].add_(Step);
                var above = (operation(arguments) * weights).sum().item<double>();
                values[i].sub_(2 * Step);
                var below = (operation(arguments) * weights).sum().item<double>();
                values[i].add_(Step);
                gradient[i].Should().BeApproximately((above - below) / (2 * Step), 1e-6,
                    $"{name}: element {i} of {argument.numel()}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Strided_inputs_give_what_contiguous_ones_give(string name)
    {
        using var scope = NewDisposeScope();
        var (operation, shapes) = Operations[name];
        Tensor[] arguments = [.. shapes.Select(shape => rand(shape, float64))];
        Tensor[] strided = [.. arguments.Select(x => x.transpose(0, -1).contiguous().transpose(0, -1))];
        var tolerance = Engine.IsManaged ? 0 : 1e-12;
        operation(strided).allclose(operation(arguments), tolerance, tolerance).Should().BeTrue();
    }

    [Fact]
    public void Running_statistics_follow_the_batches()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 1, 2, 3, 6 }, 4, 1);
        Tensor mean = zeros(1), variance = ones(1);
        functional.batch_norm(x, mean, variance, training: true, momentum: 0.25);
        mean.item<float>().Should().BeApproximately(0.75f, 1e-6f);
        variance.item<float>().Should().BeApproximately(0.75f + 0.25f * 14 / 3, 1e-6f);
    }

    [Fact]
    public void One_value_a_channel_is_not_normalised()
    {
        var single = () => functional.batch_norm(zeros(1, 3), zeros(3), ones(3), training: true);
        single.Should().Throw<Exception>().WithMessage("*more than 1 value*[1, 3]*");
    }

    [Fact]
    public void What_does_not_fit_is_said_with_its_shapes()
    {
        using var scope = NewDisposeScope();
        Refused(() => functional.conv2d(zeros(1, 4, 5, 5), zeros(2, 3, 3, 3)), "[2, 3, 3, 3]", "expects 3 channels",
            "[1, 4, 5, 5]");
        Refused(() => functional.conv2d(zeros(1, 3, 2, 2), zeros(2, 3, 3, 3)), "does not fit", "[1, 3, 2, 2]");
        Refused(() => functional.conv2d(zeros(1, 3, 4, 4), zeros(2, 3, 3, 3), zeros(3)), "bias of shape [2]", "[3]");
        Refused(() => functional.max_pool2d(zeros(1, 3, 4, 4), 2, padding: 2), "at most half", "(2, 2)");
        Refused(() => functional.layer_norm(zeros(2, 3), [4]), "[4]", "[2, 3]");

        static void Refused(Action action, params string[] parts) =>
            action.Should().Throw<Exception>().OnManaged<Exception>($"*{string.Join('*', parts)}*");
    }

    [Theory]
    [InlineData(2, 82, 41, 0)]
    [InlineData(4, 110, 55, 1)]
    [InlineData(3, 6, 3, 1)]
    [InlineData(10, 6, 3, 5)]
    public void The_nearest_pixel_is_the_one_that_PyTorch_takes(int length, int size, int place, int expected) =>
        functional.interpolate(arange(length, float32).reshape(1, 1, length), [size])[0, 0, place].ToSingle().Should().Be(expected);
}
