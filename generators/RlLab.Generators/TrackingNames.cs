namespace RlLab.Generators;

/// <summary>What the steps of the pipeline are called, so that a test can ask whether they were cached.</summary>
public static class TrackingNames
{
    /// <summary>What was read from each class, with its diagnostics.</summary>
    public const string Candidates = nameof(Candidates);

    /// <summary>The experiments that can be run, sorted by name, with the diagnostics of names used twice.</summary>
    public const string Catalogue = nameof(Catalogue);

    /// <summary>One experiment of the catalogue.</summary>
    public const string Experiments = nameof(Experiments);

    /// <summary>The class of each experiment of the catalogue.</summary>
    public const string TypeNames = nameof(TypeNames);

    /// <summary>Whether the project references RlLab at all.</summary>
    public const string HasRlLab = nameof(HasRlLab);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Candidates, Catalogue, Experiments, TypeNames, HasRlLab];
}
