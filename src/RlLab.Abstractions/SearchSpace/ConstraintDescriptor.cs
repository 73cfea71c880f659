namespace RlLab;

/// <summary>A relation between hyperparameters that every setting of a sweep keeps to.</summary>
/// <param name="Name">The name of the predicate: <c>BatchFitsReplay</c>.</param>
/// <param name="Summary">Its doc comment; empty where it has none.</param>
/// <param name="Holds">Whether a setting keeps to it; it is given a value for every parameter that is active.</param>
public sealed record ConstraintDescriptor(string Name, string Summary, Func<ParameterSet, bool> Holds);
