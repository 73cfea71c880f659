using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Networks;

/// <summary>Looks, before anything is learned, whether a network fits its world: it is shown zeros.</summary>
internal static class NetworkFit
{
    /// <summary>Two observations of zeros, where a network is. Shape: [2, ...].</summary>
    public static Tensor Observations<TElement>(Box<TElement> space, Module<Tensor, Tensor> network)
        where TElement : unmanaged, IComparable<TElement> => zeros(
            [2, .. space.Shape.Select(size => (long)size)],
            typeof(TElement) == typeof(byte) ? ScalarType.Byte : ScalarType.Float32,
            network.parameters().FirstOrDefault()?.device ?? CPU);

    /// <summary>What a network makes of rows; it is left as in evaluation.</summary>
    /// <param name="name">What the error calls it, as <c>policy</c>.</param>
    /// <param name="network">The network.</param>
    /// <param name="rows">What it is shown: [rows, ...].</param>
    /// <param name="outputs">How many numbers it must make of a row; null for any shape.</param>
    /// <param name="meaning">What it makes, for the error.</param>
    /// <exception cref="ArgumentException">It cannot take the rows, or makes something else.</exception>
    public static Tensor Shown(string name, Module<Tensor, Tensor> network, Tensor rows, long? outputs, string meaning)
    {
        network.eval();
        var made = outputs is null ? "a tensor" : $"[rows, {outputs}]";
        var need = $"The {name} must make {made} of {Rows(rows)}, {meaning}";
        Tensor answer;
        try
        {
            answer = network.call(rows);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new ArgumentException($"{need}, and cannot take that: {e.Message}", e);
        }

        return outputs is null || answer.shape.SequenceEqual([rows.shape[0], outputs.Value])
            ? answer
            : throw new ArgumentException($"{need}, and makes {Rows(answer)}.");
    }

    private static string Rows(Tensor rows) => $"[{string.Join(", ", ["rows", .. rows.shape.Skip(1).Select(size => $"{size}")])}]";
}
