using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Core.Gradients;

/// <summary>An operation to be checked: what it does to inputs of given shapes whose elements lie between low and high.</summary>
public sealed record OperationCase(string Name, Func<Tensor[], Tensor> Apply, double Low, double High, params long[][] Shapes)
{
    public override string ToString() => $"{Name} {string.Join(" ", Shapes.Select(shape => $"[{string.Join(",", shape)}]"))}";
}
