using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Core.Gradients;

public class OperationGradientTests
{
    public static TheoryData<string> Names() => new(OperationCases.All().Select(operation => operation.Name).Distinct());

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_difference_quotients_for_every_shape_and_layout(string name)
    {
        foreach (var operation in OperationCases.All().Where(operation => operation.Name == name))
            foreach (var layout in Layout.All)
            {
                try
                {
                    Check(operation, layout);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"{operation}, {layout}: {e.Message}", e);
                }
            }
    }

    private static void Check(OperationCase operation, string layout)
    {
        using var scope = NewDisposeScope();
        var generator = new Generator(3);
        var inputs = operation.Shapes.Select(shape => Layout.Make(layout, shape, operation.Low, operation.High, generator)).ToArray();
        GradientCheck.Run(() => operation.Apply(inputs.Select(input => input.View()).ToArray()), inputs.Select(input => input.Leaf).ToArray());
    }
}
