using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Engines.Tests.SpecialValues;

/// <summary>An operation at numbers where it is easy to be wrong: nan, the infinities, both zeros, limits, ties.</summary>
/// <param name="Name">What is computed.</param>
/// <param name="Compute">The operation; its first result is differentiated.</param>
/// <param name="Inputs">The arguments, each a vector.</param>
/// <param name="HasGradient">False where the operation has no gradient, or where PyTorch leaves open which of equal elements takes it.</param>
public sealed record SpecialValueCase(string Name, Func<Tensor[], Tensor[]> Compute, double[][] Inputs, bool HasGradient = true)
{
    /// <summary>A line of the golden file: the name, and every result and gradient as its numbers.</summary>
    public string Line(ScalarType type) =>
        string.Join('\t', Numbers(type).Select(numbers => string.Join(' ', numbers.Select(Text))).Prepend(NameIn(type)));

    public string NameIn(ScalarType type) => $"{Name} ({type})";

    /// <summary>The results, and then the gradients of the inputs for the sum of the first result.</summary>
    public IReadOnlyList<double[]> Numbers(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var inputs = Inputs.Select(values => tensor(values).to(type).requires_grad_(HasGradient)).ToArray();
        var outputs = Compute(inputs);
        if (HasGradient) outputs[0].sum().backward();
        return [.. outputs.Concat(HasGradient ? inputs.Select(input => input.grad ?? zeros_like(input)) : []).Select(Values)];
    }

    public static double Number(string text) => text switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static string Text(double value) =>
        double.IsNaN(value) ? "nan"
        : double.IsInfinity(value) ? (value > 0 ? "inf" : "-inf")
        : value.ToString("G9", CultureInfo.InvariantCulture);

    private static double[] Values(Tensor tensor) => tensor.detach().to(ScalarType.Float64).reshape(-1).data<double>().ToArray();
}
