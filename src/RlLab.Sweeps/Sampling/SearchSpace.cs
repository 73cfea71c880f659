using System.Numerics;

namespace RlLab.Sweeps;

/// <summary>The hyperparameters that a sweep chooses values for.</summary>
/// <param name="Parameters">Parameters that have a domain, in the order of declaration.</param>
public sealed record SearchSpace(IReadOnlyList<ParameterDescriptor> Parameters)
{
    /// <summary>The swept parameters of an experiment: all that have a domain and no fixed value.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="fixedValues">Values that were set by hand, which takes their parameters out of the sweep.</param>
    public static SearchSpace Of(ExperimentDescriptor experiment, ParameterSet fixedValues) =>
        new([.. experiment.Parameters.Where(p => p.Domain is not null && !fixedValues.TryGet(p.Name, out _))]);

    /// <summary>How many settings there are; null where a range is continuous, <see cref="long.MaxValue"/> where a long cannot say.</summary>
    public long? Size => Product(CountOf);

    /// <summary>How many settings a grid has; null where it cannot cover a range, <see cref="long.MaxValue"/> where a long cannot say.</summary>
    public long? GridSize => Product(GridCountOf);

    /// <summary>How many values a domain has; null where it is continuous, as a logarithmic range is whatever a grid takes of it.</summary>
    /// <param name="domain">The domain.</param>
    public static BigInteger? CountOf(Domain domain) => domain is LogUniformDomain ? null : GridCountOf(domain);

    /// <summary>How many values a grid takes of a domain; null where it has no end of them.</summary>
    /// <param name="domain">The domain.</param>
    public static BigInteger? GridCountOf(Domain domain) => domain switch
    {
        // Counted, not listed: a range over all longs is a fair thing to draw from.
        IntRangeDomain range => ((BigInteger)range.High - range.Low) / range.Step + 1,
        _ => domain.Grid?.Count,
    };

    private long? Product(Func<Domain, BigInteger?> countOf)
    {
        var size = BigInteger.One;
        foreach (var parameter in Parameters)
        {
            if (countOf(parameter.Domain!) is not { } count)
            {
                return null;
            }

            size *= count;
        }

        return size > long.MaxValue ? long.MaxValue : (long)size;
    }
}
