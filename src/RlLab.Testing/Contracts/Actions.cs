namespace RlLab.Testing;

/// <summary>Actions of any space, to play with and to be refused.</summary>
internal static class Actions
{
    /// <summary>How many actions there are; 0 where they cannot be counted.</summary>
    public static int Count<TAction>(Space<TAction> space) => (object)space is Discrete discrete ? discrete.Count : 0;

    /// <summary>The first action; any where they cannot be counted.</summary>
    public static TAction First<TAction>(Space<TAction> space) =>
        (object)space is Discrete ? (TAction)(object)0 : space.Sample(new RandomGenerator(0));

    /// <summary>Draws an action, allowed ones equally likely.</summary>
    public static TAction Sample<TAction>(Space<TAction> space, RandomGenerator random, bool[] allowed) =>
        (object)space is Discrete discrete ? (TAction)(object)discrete.Sample(random, allowed) : space.Sample(random);

    /// <summary>Actions that must be refused, each with a word that the message must have.</summary>
    public static IEnumerable<(TAction Action, string Shown)> Refused<TAction>(Space<TAction> space, bool[] allowed) => (object)space switch
    {
        Discrete discrete => new[] { -1, discrete.Count, int.MaxValue }.Concat(Enumerable.Range(0, allowed.Length).Where(i => !allowed[i]))
            .Select(action => ((TAction)(object)action, $"{action}")),
        Box<float> box => Wrong(box).Select(action => ((TAction)(object)action, string.Join(", ", action))),
        _ => [],
    };

    private static IEnumerable<float[]> Wrong(Box<float> box)
    {
        float[] within = [.. box.Low];
        yield return [.. within, 0];
        yield return [.. within.AsSpan(1)];
        foreach (var wrong in (float[])[float.NaN, float.PositiveInfinity, box.High[0] * 2 + 1, box.Low[0] - 1])
        {
            yield return [wrong, .. within.AsSpan(1)];
        }
    }
}
