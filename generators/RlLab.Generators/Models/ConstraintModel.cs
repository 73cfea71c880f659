namespace RlLab.Generators.Models;

/// <summary>A <c>[Constraint]</c>.</summary>
/// <param name="Name">The predicate's name.</param>
/// <param name="Summary">Its doc comment as plain text.</param>
/// <param name="Call">The C# that asks it, in which <c>{0}</c> stands for an instance.</param>
internal sealed record ConstraintModel(string Name, string Summary, string Call);
