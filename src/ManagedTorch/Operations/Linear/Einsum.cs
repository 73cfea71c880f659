using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Einstein's notation: "bij,bjk->bik". Two operands at a time are brought to batches of matrices and multiplied; a label that no
/// other operand and not the result has is summed first.
/// </summary>
internal static class Einsum
{
    public static Tensor Apply(string equation, Tensor[] tensors)
    {
        var sides = equation.Replace(" ", "").Split("->");
        var inputs = sides[0].Split(',');
        if (sides.Length > 2 || inputs.Length != tensors.Length)
            throw new TorchException($"The equation '{equation}' is not one for {tensors.Length} tensors.");
        if (equation.Contains('.')) throw Unsupported.Feature("an ellipsis in einsum");
        // Without an arrow the result has what occurs once, in alphabetical order.
        var output = sides.Length == 2
            ? sides[1]
            : string.Concat(sides[0].Where(c => c != ',').GroupBy(c => c).Where(g => g.Count() == 1).Select(g => g.Key).Order());
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Length != tensors[i].ndim)
                throw new TorchException(
                    $"'{inputs[i]}' in '{equation}' does not name the dimensions of a tensor of shape {tensors[i].layout}.");
            if (inputs[i].Distinct().Count() != inputs[i].Length)
                throw Unsupported.Feature("a repeated label of one operand in einsum");
        }
        var (labels, value) = (inputs[0], tensors[0]);
        for (var i = 1; i < inputs.Length; i++)
        {
            var later = output + string.Concat(inputs.Skip(i + 1));
            (labels, value) = Multiply(labels, value, inputs[i], tensors[i], later);
        }
        (labels, value) = SumOut(labels, value, output);
        if (labels.Length != output.Length)
            throw new TorchException($"The result of '{equation}' names a dimension that no operand has.");
        return value.permute(output.Select(c => (long)labels.IndexOf(c)).ToArray());
    }

    private static (string, Tensor) Multiply(string la, Tensor a, string lb, Tensor b, string later)
    {
        (la, a) = SumOut(la, a, lb + later);
        (lb, b) = SumOut(lb, b, la + later);
        var batch = string.Concat(la.Where(c => lb.Contains(c) && later.Contains(c)));
        var inner = string.Concat(la.Where(c => lb.Contains(c) && !later.Contains(c)));
        var left = string.Concat(la.Where(c => !lb.Contains(c)));
        var right = string.Concat(lb.Where(c => !la.Contains(c)));
        var x = Grouped(la, a, batch, left, inner);
        var y = Grouped(lb, b, batch, inner, right);
        long[] sizes = [.. Sizes(la, a, batch), .. Sizes(la, a, left), .. Sizes(lb, b, right)];
        return (batch + left + right, x.bmm(y).reshape(sizes));
    }

    private static (string, Tensor) SumOut(string labels, Tensor x, string needed)
    {
        var gone = labels.Where(c => !needed.Contains(c)).Select(c => (long)labels.IndexOf(c)).ToArray();
        return gone.Length == 0 ? (labels, x) : (string.Concat(labels.Where(needed.Contains)), x.sum(gone));
    }

    private static Tensor Grouped(string labels, Tensor x, string first, string second, string third)
    {
        var order = (first + second + third).Select(c => (long)labels.IndexOf(c)).ToArray();
        return x.permute(order).reshape(Count(labels, x, first), Count(labels, x, second), Count(labels, x, third));
    }

    private static long Count(string labels, Tensor x, string group) =>
        Sizes(labels, x, group).Aggregate(1L, (product, length) => product * length);

    private static IEnumerable<long> Sizes(string labels, Tensor x, string group) =>
        group.Select(c => x.layout.Sizes[labels.IndexOf(c)]);
}
