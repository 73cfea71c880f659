using RlLab.Tests;
using Torch.Tests.Core.Gradients;
using TorchSharp;
using static TorchSharp.torch;

namespace SimulatedDevice.Tests;

/// <summary>Every differentiable operation on the device: the CPU's numbers to the last bit, results and gradients on the device.</summary>
public sealed class OperationTests
{
    /// <summary>What changes nothing but lengths and strides.</summary>
    private static readonly string[] Views =
    [
        "reshape", "permute", "flatten", "unflatten", "unsqueeze", "expand", "narrow", "select", "slice", "diagonal", "unfold", "movedim",
        "index by ellipsis",
        "index by new dimension", "meshgrid", "broadcast_tensors",
    ];

    /// <summary>What begins with a copy, which may go from one device to the other.</summary>
    private static readonly string[] Crossing = ["copy_", "index a part", "write into what needs no gradient"];

    private static readonly (string Name, long[][] Shapes)[] Cases =
        [.. OperationCases.All().Select(operation => (operation.Name, operation.Shapes))];

    public static TheoryData<int> All => [.. Enumerable.Range(0, Cases.Length)];

    public static TheoryData<int> OfSeveral =>
        [.. Enumerable.Range(0, Cases.Length).Where(i =>
            Cases[i].Shapes.Length > 1 && Cases[i].Shapes[..2].All(shape => shape.Length > 0) && !Crossing.Contains(Cases[i].Name))];

    [Theory]
    [MemberData(nameof(All))]
    public void It_computes_what_the_CPU_does_and_stays_on_the_device(int i)
    {
        using var scope = NewDisposeScope();
        var (expected, expectedGradients, atHome) = Run(i, "cpu");
        var (result, gradients, launched) = Run(i, "cuda");

        result.device.ToString().Should().Be("cuda:0");
        Bytes(result).Should().Equal(Bytes(expected));
        for (var input = 0; input < gradients.Length; input++)
        {
            (gradients[input] is null).Should().Be(expectedGradients[input] is null);
            if (gradients[input] is { } gradient)
            {
                gradient.device.ToString().Should().Be("cuda:0");
                Bytes(gradient).Should().Equal(Bytes(expectedGradients[input]!));
            }
        }

        atHome.Should().Be(0);
        (launched == 0).Should().Be(Views.Contains(Cases[i].Name), $"{Cases[i].Name} launched {launched}");
    }

    [Theory]
    [MemberData(nameof(OfSeveral))]
    public void It_refuses_tensors_of_two_devices(int i)
    {
        using var scope = NewDisposeScope();
        var operation = OperationCases.All().ElementAt(i);
        var inputs = Inputs(operation, "cpu");
        inputs[0] = inputs[0].to("cuda");
        var act = () => operation.Apply(inputs);
        act.Should().Throw<Exception>().WithMessage("Expected all tensors to be on the same device*cuda:0 and cpu!*");
    }

    private static byte[] Bytes(Tensor tensor) => tensor.cpu().contiguous().bytes.ToArray();

    private static Tensor[] Inputs(OperationCase operation, string device)
    {
        var random = new Random(7);
        return [.. operation.Shapes.Select(shape =>
        {
            var values = new double[shape.Aggregate(1L, (product, length) => product * length)];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = operation.Low + (operation.High - operation.Low) * random.NextDouble();
            }

            return tensor(values, shape, device: device);
        })];
    }

    /// <summary>The result, the gradients of the inputs, and what the forward pass launched.</summary>
    private static (Tensor Result, Tensor?[] Gradients, long Launched) Run(int i, string device)
    {
        set_default_device(device);
        try
        {
            // Made anew, because some cases hold tensors of their own, which have to be on the device.
            var operation = OperationCases.All().ElementAt(i);
            var inputs = Inputs(operation, device);
            foreach (var input in inputs)
            {
                input.requires_grad = true;
            }

            using var counts = new DeviceCounts();
            var result = operation.Apply(inputs);
            var launched = counts.Launches;
            if (result.requires_grad && result.numel() > 0)
            {
                result.sum().backward();
            }

            return (result.detach(), [.. inputs.Select(input => input.grad)], launched);
        }
        finally
        {
            set_default_device("cpu");
        }
    }
}
