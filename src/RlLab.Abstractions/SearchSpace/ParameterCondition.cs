namespace RlLab;

/// <summary>When a parameter of an alternative exists: while the choice between the alternatives has taken that one.</summary>
/// <remarks>Where the choice itself has a condition, that one must hold too.</remarks>
/// <param name="Parameter">The name of the choice: <c>Exploration</c>.</param>
/// <param name="Value">The alternative that the parameter belongs to: <c>EpsilonGreedy</c>.</param>
public sealed record ParameterCondition(string Parameter, ParameterValue Value);
