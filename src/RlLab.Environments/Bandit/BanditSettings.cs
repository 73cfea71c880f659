namespace RlLab.Environments;

/// <summary>The four settings of the arms' means that the bandit experiment compares.</summary>
/// <remarks>
/// The original names one of its four, <c>two-best</c>; the others are RlLab's: one that any method finds, one whose best arm stands out
/// from three equal ones, and one in which all are close.
/// </remarks>
public static class BanditSettings
{
    /// <summary>The names of the settings.</summary>
    public static IReadOnlyList<string> Names { get; } = ["two-best", "staircase", "one-best", "close"];

    /// <summary>The arms' means in a setting.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such setting.</exception>
    public static IReadOnlyList<double> Means(string name) => name switch
    {
        "two-best" => [1.0, 0.9, 0.9, 1.0],
        "staircase" => [0.2, 0.4, 0.6, 1.0],
        "one-best" => [0.0, 1.0, 0.0, 0.0],
        "close" => [0.85, 0.9, 1.0, 0.95],
        _ => throw new ArgumentException($"There is no bandit setting '{name}'; there are {string.Join(", ", Names)}.", nameof(name)),
    };

    /// <summary>Arms that pay normally distributed amounts with the standard deviation 1.</summary>
    /// <param name="means">What each pays on average.</param>
    public static IReadOnlyList<BanditArm> Normal(IEnumerable<double> means) => [.. means.Select(mean => new NormalArm(mean))];

    /// <summary>Arms that pay 1 or nothing.</summary>
    /// <param name="probabilities">How often each pays, 0 to 1.</param>
    public static IReadOnlyList<BanditArm> Bernoulli(IEnumerable<double> probabilities) => [.. probabilities.Select(p => new BernoulliArm(p))];
}
