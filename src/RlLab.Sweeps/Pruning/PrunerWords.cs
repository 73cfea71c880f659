namespace RlLab.Sweeps;

/// <summary>What pruners are called where people type and read.</summary>
public static class PrunerWords
{
    /// <summary>Every pruner by its word.</summary>
    public static IReadOnlyDictionary<string, Pruner> All { get; } =
        new OrderedDictionary<string, Pruner>(Enum.GetValues<Pruner>().Select(pruner => KeyValuePair.Create(pruner.Word(), pruner)));

    /// <summary>A pruner's word.</summary>
    /// <param name="pruner">The pruner.</param>
    public static string Word(this Pruner pruner) => pruner.ToString().ToLowerInvariant();
}
