namespace RlLab.Generators;

/// <summary>What the steps of the pipeline are called, so that a test can ask whether they were cached.</summary>
public static class TrackingNames
{
    /// <summary>What was read from each class, with its diagnostics.</summary>
    public const string Candidates = nameof(Candidates);

    /// <summary>The experiments whose name nothing else has, sorted by name, with the diagnostics of names used twice.</summary>
    public const string Unique = nameof(Unique);

    /// <summary>The questions that READMEs ask.</summary>
    public const string Questions = nameof(Questions);

    /// <summary>One of these experiments.</summary>
    public const string Experiments = nameof(Experiments);

    /// <summary>The referenced assemblies that have experiments.</summary>
    public const string Libraries = nameof(Libraries);

    /// <summary>The assembly's name.</summary>
    public const string Assembly = nameof(Assembly);

    /// <summary>What the catalogue lists.</summary>
    public const string Catalogue = nameof(Catalogue);

    /// <summary>The diagnostics of names that two assemblies use.</summary>
    public const string SharedNames = nameof(SharedNames);

    /// <summary>Whether the project references RlLab at all.</summary>
    public const string HasRlLab = nameof(HasRlLab);

    /// <summary>What was read from each class that is checkpointed, with its diagnostics.</summary>
    public const string Checkpointed = nameof(Checkpointed);

    /// <summary>How one of them is saved.</summary>
    public const string Checkpoints = nameof(Checkpoints);

    /// <summary>How long a run of each experiment takes, where that was measured.</summary>
    public const string Rates = nameof(Rates);

    /// <summary>What is told of each sweep's size.</summary>
    public const string Sizes = nameof(Sizes);

    /// <summary>What is told, and where that is now.</summary>
    public const string Diagnostics = nameof(Diagnostics);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Candidates, Unique, Questions, Experiments, Libraries, Assembly, Catalogue, SharedNames, HasRlLab, Checkpointed, Checkpoints, Rates, Sizes,
        Diagnostics,
    ];
}
