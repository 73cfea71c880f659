using System.Numerics;

namespace RlLab.Sweeps;

/// <summary>Independent draws from each parameter's domain, without repeating a setting.</summary>
/// <remarks>
/// Trial k has a generator of its own, forked from the sweep's seed. In a finite space it draws again where an earlier trial has the
/// same setting, which makes the sweep a draw without replacement.
/// </remarks>
public sealed class RandomSampler : ISampler
{
    private readonly SearchSpace _space;
    private readonly RandomGenerator _random;

    /// <summary>A random sampler over a search space.</summary>
    /// <param name="space">What to choose from.</param>
    /// <param name="seed">The sweep's seed.</param>
    public RandomSampler(SearchSpace space, long seed)
    {
        (_space, _random) = (space, new RandomGenerator(seed));
        Count = space.Size;
    }

    /// <inheritdoc/>
    public long? Count { get; }

    /// <inheritdoc/>
    public bool Learns => false;

    /// <inheritdoc/>
    public ParameterSet Suggest(int trial, IReadOnlyList<TrialResult> earlier)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trial);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(trial, Count ?? long.MaxValue);
        var seen = earlier.Select(result => result.Parameters).ToHashSet();
        var random = _random.Fork(trial);
        ParameterSet setting;
        do
        {
            setting = new ParameterSet([.. _space.Parameters.Select(p => KeyValuePair.Create(p.Name, Draw(p.Domain!, random)))]);
        }
        while (seen.Contains(setting));

        return setting;
    }

    private static ParameterValue Draw(Domain domain, RandomGenerator random) => domain switch
    {
        IntRangeDomain range => ParameterValue.Integer(Draw(range, random)),
        // Before its points, which are for a grid alone.
        LogUniformDomain range => ParameterValue.Real(
            // The exponential of a logarithm can end a rounding error outside the range.
            Math.Clamp(Math.Exp(random.NextDouble(Math.Log(range.Low), Math.Log(range.High))), range.Low, range.High)),
        { Grid: { } values } => values[random.NextInt(values.Count)],
        UniformDomain range => ParameterValue.Real(random.NextDouble(range.Low, range.High)),
        _ => throw new NotSupportedException($"No draw is defined for the domain '{domain}'."),
    };

    private static long Draw(IntRangeDomain range, RandomGenerator random)
    {
        var count = SearchSpace.CountOf(range)!.Value;

        // Beyond the generator's own range 64 bits are scaled, which is uneven by less than one part in 2^32 of a 32-bit range.
        var index = count <= int.MaxValue ? random.NextInt((int)count) : (count * random.NextBits()) >> 64;
        return (long)(range.Low + index * range.Step);
    }
}
