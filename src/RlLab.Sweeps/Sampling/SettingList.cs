using System.Numerics;

namespace RlLab.Sweeps;

/// <summary>The settings of a finite space by number, made when they are asked for: the parameter declared last varies fastest.</summary>
/// <remarks>
/// Constraints that refuse some are found out by looking through all, which is done up to <see cref="MostLookedThrough"/> settings.
/// </remarks>
internal sealed class SettingList
{
    /// <summary>How many settings constraints are tried on.</summary>
    public const int MostLookedThrough = 1_000_000;

    private readonly SearchSpace _space;
    private readonly BigInteger[] _counts;
    private readonly ILookup<ParameterCondition, int> _below;
    private readonly BigInteger _size;
    private readonly List<int>? _allowed;

    private SettingList(SearchSpace space, Func<Domain, BigInteger?> countOf)
    {
        _space = space;
        _counts = new BigInteger[space.Parameters.Count];
        _below = Enumerable.Range(0, _counts.Length).Where(i => space.Parameters[i].ActiveWhen is not null)
            .ToLookup(i => space.Parameters[i].ActiveWhen!);
        for (var i = _counts.Length - 1; i >= 0; i--)
        {
            _counts[i] = countOf(space.Parameters[i].Domain!)!.Value
                + Branches(i).Aggregate(BigInteger.Zero, (sum, branch) => sum + Below(branch) - 1);
        }

        _size = Product(Enumerable.Range(0, _counts.Length).Where(i => space.Parameters[i].ActiveWhen is null));
        if (space.Constraints.Count > 0)
        {
            _allowed = [.. Enumerable.Range(0, (int)_size).Where(i => space.Allows(Unrank(i)))];
        }
    }

    /// <summary>How many there are.</summary>
    public BigInteger Count => _allowed?.Count ?? _size;

    /// <summary>A setting.</summary>
    /// <param name="number">Its number, from 0.</param>
    public ParameterSet this[long number] => Unrank(_allowed?[(int)number] ?? number);

    /// <summary>What a grid takes of a space.</summary>
    /// <param name="space">A space that a grid can cover.</param>
    public static SettingList OfGrid(SearchSpace space) => new(space, SearchSpace.GridCountOf);

    /// <summary>All settings of a space; null where there is no end of them, or are too many to try its constraints on.</summary>
    /// <param name="space">The space.</param>
    public static SettingList? Of(SearchSpace space) =>
        space.Size is { } size && (space.Constraints.Count == 0 || size <= MostLookedThrough) ? new(space, SearchSpace.CountOf) : null;

    private ParameterSet Unrank(BigInteger number)
    {
        var values = new List<KeyValuePair<string, ParameterValue>>(_counts.Length);
        var (open, active) = (_size, new bool[_counts.Length]);
        for (var i = 0; i < _counts.Length; i++)
        {
            var parameter = _space.Parameters[i];
            if (parameter.ActiveWhen is not null && !active[i])
            {
                continue;
            }

            open /= _counts[i];
            var (index, settings) = Choose(i, open, ref number);
            var value = DomainValues.At(parameter.Domain!, index);
            open *= settings;
            foreach (var below in _below[new ParameterCondition(parameter.Name, value)])
            {
                active[below] = true;
            }

            values.Add(new(parameter.Name, value));
        }

        return new ParameterSet(values);
    }

    // Which value of a parameter a number falls to, where each value has 'each' settings times those that it makes active itself.
    private (BigInteger Index, BigInteger Settings) Choose(int parameter, BigInteger each, ref BigInteger number)
    {
        if (!Branches(parameter).Any())
        {
            (var index, number) = (number / each, number % each);
            return (index, BigInteger.One);
        }

        for (var index = BigInteger.Zero; ; index++)
        {
            var value = DomainValues.At(_space.Parameters[parameter].Domain!, index);
            var settings = Below(new ParameterCondition(_space.Parameters[parameter].Name, value));
            if (number < settings * each)
            {
                return (index, settings);
            }

            number -= settings * each;
        }
    }

    private IEnumerable<ParameterCondition> Branches(int parameter) =>
        _below.Select(group => group.Key).Where(condition => condition.Parameter == _space.Parameters[parameter].Name);

    private BigInteger Below(ParameterCondition condition) => Product(_below[condition]);

    private BigInteger Product(IEnumerable<int> parameters) => parameters.Aggregate(BigInteger.One, (product, i) => product * _counts[i]);
}
