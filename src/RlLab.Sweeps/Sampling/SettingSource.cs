using System.Numerics;

namespace RlLab.Sweeps;

/// <summary>Draws settings of a space that its constraints allow and that no earlier trial has.</summary>
internal sealed class SettingSource
{
    /// <summary>How often a setting is drawn before it is said that there is none.</summary>
    public const int MostDraws = 10_000;

    private readonly SearchSpace _space;
    private readonly SettingList? _list;

    /// <summary>A source over a space.</summary>
    /// <param name="space">The space.</param>
    /// <exception cref="SweepException">No setting that the constraints allow was found.</exception>
    public SettingSource(SearchSpace space)
    {
        _space = space;
        _list = SettingList.Of(space);
        Count = _list is null ? space.Size : _list.Count > long.MaxValue ? long.MaxValue : (long)_list.Count;
        if (Count == 0)
        {
            throw NoneAllowed($"none of its {space.Size:N0} settings");
        }

        if (_list is null && space.Constraints.Count > 0)
        {
            _ = DrawNew(new RandomGenerator(0), []);
        }
    }

    /// <summary>
    /// How many settings there are; null where there is no end of them. Exact up to <see cref="SettingList.MostLookedThrough"/> settings, beyond that
    /// before constraints.
    /// </summary>
    public long? Count { get; }

    /// <summary>Whether a setting may be tried: the constraints allow it, and no earlier trial has it.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="earlier">The trials before.</param>
    public bool IsFit(ParameterSet setting, IReadOnlyList<TrialResult> earlier) =>
        !earlier.Any(result => result.Parameters.Equals(setting)) && _space.Allows(setting);

    /// <summary>An independent draw of every active parameter, again until it is fit.</summary>
    /// <param name="random">What to draw with.</param>
    /// <param name="earlier">The trials before.</param>
    /// <exception cref="SweepException">No fit setting was found.</exception>
    public ParameterSet DrawNew(RandomGenerator random, IReadOnlyList<TrialResult> earlier)
    {
        for (var draw = 0; draw < MostDraws; draw++)
        {
            if (Draw(random) is var setting && IsFit(setting, earlier))
            {
                return setting;
            }
        }

        return LastOnes(random, earlier) ?? throw NoneAllowed($"none of {MostDraws:N0} settings drawn at random");
    }

    private ParameterSet Draw(RandomGenerator random)
    {
        var setting = ParameterSet.Empty;
        var values = new List<KeyValuePair<string, ParameterValue>>(_space.Parameters.Count);
        foreach (var parameter in _space.Parameters)
        {
            if (SearchSpace.IsActive(parameter, setting))
            {
                values.Add(new(parameter.Name, DomainValues.Draw(parameter.Domain!, random)));
                setting = parameter.Domain is ChoiceDomain ? new ParameterSet(values) : setting;
            }
        }

        return new ParameterSet(values);
    }

    // Near the end of a finite space draws hardly find what is left.
    private ParameterSet? LastOnes(RandomGenerator random, IReadOnlyList<TrialResult> earlier)
    {
        if (_list is null || _list.Count > SettingList.MostLookedThrough)
        {
            return null;
        }

        var seen = earlier.Select(result => result.Parameters).ToHashSet();
        var left = Enumerable.Range(0, (int)_list.Count).Select(i => _list[i]).Where(setting => !seen.Contains(setting)).ToList();
        return left.Count == 0 ? null : left[random.NextInt(left.Count)];
    }

    private SweepException NoneAllowed(string tried) => new(_space.Constraints.Count == 0
        ? $"The search space has nothing left to try: {tried} is new. Ask for fewer trials."
        : $"The search space is empty, or nearly: {tried} keeps to the constraint{(_space.Constraints.Count == 1 ? "" : "s")} "
            + $"{string.Join(", ", _space.Constraints.Select(constraint => constraint.Name))} and is new. "
            + "Widen the ranges with --space NAME=DOMAIN, fix one with --set NAME=VALUE, or loosen a constraint.");
}
