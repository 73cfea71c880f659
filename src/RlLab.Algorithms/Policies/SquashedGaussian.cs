using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>Actions between -1 and 1 that are the tanh of a normal number, and their log-probability densities.</summary>
/// <remarks>Haarnoja et al., "Soft actor-critic" (2018), appendix C.</remarks>
internal static class SquashedGaussian
{
    /// <summary>Where the logarithm of a deviation is held: below, it is no deviation any more; above, tanh makes a coin of it.</summary>
    private const double LeastLogDeviation = -20, MostLogDeviation = 2;

    private static readonly double HalfLogOfTwoPi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>What a network's numbers are needed for, as half a sentence.</summary>
    public static string Need(int elements) =>
        $"an action of {elements} {(elements == 1 ? "element" : "elements")}; it must give {2 * elements}, the means and then the logarithms of the "
        + "deviations";

    /// <summary>The logarithm of a deviation, from -20 to 2.</summary>
    public static double Limit(double logDeviation) => Math.Clamp(logDeviation, LeastLogDeviation, MostLogDeviation);

    /// <summary>Actions, and the logarithms of their densities.</summary>
    /// <param name="outputs">What a network gives: the means, then the logarithms of the deviations. [rows, 2 x elements].</param>
    /// <param name="noise">Standard normal numbers. [rows, elements].</param>
    /// <returns>Actions [rows, elements], from -1 to 1, and one log-density a row: [rows].</returns>
    public static (Tensor Actions, Tensor LogProbabilities) Draw(Tensor outputs, Tensor noise)
    {
        var elements = noise.shape[1];
        var means = outputs.narrow(1, 0, elements);
        var logDeviations = outputs.narrow(1, elements, elements).clamp(LeastLogDeviation, MostLogDeviation);
        var numbers = means + logDeviations.exp() * noise; // [rows, elements]

        // log N(u; mean, deviation) - log(1 - tanh(u)^2), equation 21. The second as 2 (log 2 - u - softplus(-2u)), which stays exact where
        // tanh(u) rounds to 1.
        var densities = -0.5 * noise.square() - logDeviations - HalfLogOfTwoPi;
        var squashing = 2 * (Math.Log(2) - numbers - functional.softplus(-2 * numbers));
        return (numbers.tanh(), (densities - squashing).sum(1));
    }
}
