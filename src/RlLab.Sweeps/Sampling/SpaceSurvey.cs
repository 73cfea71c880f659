namespace RlLab.Sweeps;

/// <summary>How much of a space its constraints leave.</summary>
/// <param name="Looked">How many settings were looked at.</param>
/// <param name="Allowed">How many of them keep to all constraints.</param>
/// <param name="IsWhole">Whether they are all that there are; else they are independent draws, and the share is an estimate.</param>
/// <param name="Kept">How many keep to each constraint, in the constraints' order.</param>
public sealed record SpaceSurvey(int Looked, int Allowed, bool IsWhole, IReadOnlyList<int> Kept)
{
    /// <summary>The largest space that is looked through setting by setting.</summary>
    private const int MostListed = 100_000;

    /// <summary>How many draws a larger one is judged by: a share is then wrong by less than 1 in 100, 19 times in 20.</summary>
    private const int Draws = 10_000;

    /// <summary>The part of the settings that keep to all constraints.</summary>
    public double Share => Part(Allowed);

    /// <summary>A number of settings as a part of those that were looked at.</summary>
    /// <param name="count">How many.</param>
    public double Part(int count) => Looked == 0 ? 1 : (double)count / Looked;

    /// <summary>Looks at a space, the same way every time.</summary>
    /// <param name="space">The space.</param>
    /// <param name="kind">How settings will be chosen: a grid has no more of a logarithmic range than its points.</param>
    /// <exception cref="SweepException">A constraint threw instead of answering.</exception>
    public static SpaceSurvey Of(SearchSpace space, Sampler kind)
    {
        var isWhole = (kind == Sampler.Grid ? space.GridSize : space.Size) <= MostListed;
        var free = space with { Constraints = [] };
        var (looked, allowed, kept) = (0, 0, new int[space.Constraints.Count]);
        foreach (var setting in isWhole ? List(free, kind, 0, ParameterSet.Empty) : Draw(free))
        {
            var holds = space.Constraints.Select(constraint => (space with { Constraints = [constraint] }).Allows(setting)).ToList();
            looked++;
            allowed += holds.All(held => held) ? 1 : 0;
            for (var i = 0; i < kept.Length; i++)
            {
                kept[i] += holds[i] ? 1 : 0;
            }
        }

        return new SpaceSurvey(looked, allowed, isWhole, kept);
    }

    private static IEnumerable<ParameterSet> List(SearchSpace space, Sampler kind, int index, ParameterSet chosen)
    {
        if (index == space.Parameters.Count)
        {
            return [chosen];
        }

        var parameter = space.Parameters[index];
        if (!SearchSpace.IsActive(parameter, chosen))
        {
            return List(space, kind, index + 1, chosen);
        }

        // Not the domain's own grid, which a range of one value has none of.
        var count = kind == Sampler.Grid ? SearchSpace.GridCountOf(parameter.Domain!) : SearchSpace.CountOf(parameter.Domain!);
        return Enumerable.Range(0, (int)count!.Value).Select(number => DomainValues.At(parameter.Domain!, number))
            .SelectMany(value => List(space, kind, index + 1, new ParameterSet([.. chosen, new(parameter.Name, value)])));
    }

    private static IEnumerable<ParameterSet> Draw(SearchSpace space)
    {
        var sampler = new RandomSampler(space, seed: 0);
        return Enumerable.Range(0, Draws).Select(draw => sampler.Suggest(draw, []));
    }
}
