using System.Numerics;

namespace RlLab.Sweeps;

/// <summary>The hyperparameters that a sweep chooses values for.</summary>
/// <param name="Parameters">
/// Parameters that have a domain, in the order of declaration: a choice between alternatives stands before the parameters that it makes active.
/// </param>
public sealed record SearchSpace(IReadOnlyList<ParameterDescriptor> Parameters)
{
    /// <summary>The relations that every setting keeps to; each is given the values of the swept parameters that are active.</summary>
    public IReadOnlyList<ConstraintDescriptor> Constraints { get; init; } = [];

    /// <summary>The swept parameters of an experiment: all that have a domain and no fixed value.</summary>
    /// <remarks>
    /// A choice between alternatives that is fixed or not swept is settled: what belongs to the one that is taken has no condition left, and what
    /// belongs to the others is left out.
    /// </remarks>
    /// <param name="experiment">The experiment.</param>
    /// <param name="fixedValues">Values that were set by hand, which takes their parameters out of the sweep.</param>
    public static SearchSpace Of(ExperimentDescriptor experiment, ParameterSet fixedValues)
    {
        // What can be active at all, each with the condition that is left of its own.
        var possible = new Dictionary<string, ParameterDescriptor>();
        foreach (var parameter in experiment.Parameters)
        {
            if (parameter.ActiveWhen is not { } condition)
            {
                possible.Add(parameter.Name, parameter);
            }
            else if (possible.TryGetValue(condition.Parameter, out var choice))
            {
                if (IsSwept(choice))
                {
                    if (choice.Domain!.Contains(condition.Value))
                    {
                        possible.Add(parameter.Name, parameter);
                    }
                }
                else if ((fixedValues.TryGet(choice.Name, out var taken) ? taken : choice.Default) == condition.Value)
                {
                    possible.Add(parameter.Name, parameter with { ActiveWhen = choice.ActiveWhen });
                }
            }
        }

        return new([.. experiment.Parameters.Where(p => possible.ContainsKey(p.Name)).Select(p => possible[p.Name]).Where(IsSwept)])
        {
            Constraints =
            [
                .. experiment.Constraints.Select(constraint =>
                    constraint with { Holds = values => constraint.Holds(experiment.Complete(values.Over(fixedValues))) }),
            ],
        };

        bool IsSwept(ParameterDescriptor parameter) => parameter.Domain is not null && !fixedValues.TryGet(parameter.Name, out _);
    }

    /// <summary>Whether a parameter exists beside the values that are chosen so far.</summary>
    /// <param name="parameter">A parameter of the space.</param>
    /// <param name="chosen">The values of the parameters before it.</param>
    public static bool IsActive(ParameterDescriptor parameter, ParameterSet chosen) =>
        parameter.ActiveWhen is not { } condition || (chosen.TryGet(condition.Parameter, out var value) && value == condition.Value);

    /// <summary>Whether a setting keeps to all constraints.</summary>
    /// <param name="setting">A value for each active parameter.</param>
    /// <exception cref="SweepException">A constraint threw instead of answering.</exception>
    public bool Allows(ParameterSet setting) => Constraints.All(constraint => Holds(constraint, setting));

    /// <summary>
    /// How many settings there are before constraints; null where a range is continuous, <see cref="long.MaxValue"/> where a long cannot say.
    /// </summary>
    public long? Size => CountSettings(CountOf);

    /// <summary>
    /// How many settings a grid has before constraints; null where it cannot cover a range, <see cref="long.MaxValue"/> where a long cannot say.
    /// </summary>
    public long? GridSize => CountSettings(GridCountOf);

    /// <summary>
    /// How many values a domain has; null where it is continuous, as a logarithmic range without steps is whatever a grid takes of it.
    /// </summary>
    /// <param name="domain">The domain.</param>
    public static BigInteger? CountOf(Domain domain) => domain switch
    {
        LogUniformDomain { Step: null } range when range.Low < range.High => null,
        _ => GridCountOf(domain),
    };

    /// <summary>How many values a grid takes of a domain; null where it has no end of them.</summary>
    /// <param name="domain">The domain.</param>
    public static BigInteger? GridCountOf(Domain domain) => domain switch
    {
        // Counted, not listed: a range over all longs is a fair thing to draw from.
        IntRangeDomain range => ((BigInteger)range.High - range.Low) / range.Step + 1,
        LogIntRangeDomain range => (BigInteger)range.High - range.Low + 1,
        UniformDomain { Step: null } range => range.Low == range.High ? 1 : null,
        UniformDomain { Step: { } step } range => Steps(range.Low, range.High, step),
        LogUniformDomain { Step: { } step } range => Steps(range.Low, range.High, step),
        LogUniformDomain range when range.Low == range.High => 1,
        _ => domain.Grid?.Count,
    };

    private static BigInteger Steps(double low, double high, double step) => (BigInteger)Math.Floor((high - low) / step + 1e-9) + 1;

    private static bool Holds(ConstraintDescriptor constraint, ParameterSet setting)
    {
        try
        {
            return constraint.Holds(setting);
        }
        catch (Exception e)
        {
            throw new SweepException(
                $"The constraint {constraint.Name} threw {e.GetType().Name} for {setting}: {e.Message} "
                + "Let it answer true or false for every setting.");
        }
    }

    private long? CountSettings(Func<Domain, BigInteger?> countOf)
    {
        // The last first: by the time a choice is counted, so is what each of its alternatives makes active.
        var (size, below) = (BigInteger.One, new Dictionary<ParameterCondition, BigInteger>());
        foreach (var parameter in Parameters.Reverse())
        {
            if (countOf(parameter.Domain!) is not { } count)
            {
                return null;
            }

            foreach (var settings in below.Where(entry => entry.Key.Parameter == parameter.Name).Select(entry => entry.Value))
            {
                count += settings - 1;
            }

            if (parameter.ActiveWhen is { } condition)
            {
                below[condition] = below.GetValueOrDefault(condition, BigInteger.One) * count;
            }
            else
            {
                size *= count;
            }
        }

        return size > long.MaxValue ? long.MaxValue : (long)size;
    }
}
