namespace RlLab;

/// <summary>A relation between hyperparameters that every setting keeps to; experiments that derive from the class keep to it too.</summary>
/// <remarks>
/// The predicate is a member of the class: <c>bool BatchFitsReplay => BatchSize &lt;= ReplayCapacity;</c>, a method of that kind without
/// parameters, or a static one that takes the experiment. It looks at nothing but hyperparameters, since it is asked before anything runs, and
/// as often as a sampler likes.
/// Its doc comment is what somebody reads who breaks it.
/// </remarks>
/// <param name="predicate">The predicate's name: <c>nameof(BatchFitsReplay)</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ConstraintAttribute(string predicate) : Attribute
{
    /// <summary>The predicate's name.</summary>
    public string Predicate { get; } = predicate;
}
