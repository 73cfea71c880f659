namespace RlLab.Tracking.Server.Search;

/// <summary>One comparison of a filter.</summary>
/// <param name="Field">What is compared.</param>
/// <param name="Operator">In capitals, such as <c>&gt;=</c>, <c>LIKE</c>, <c>NOT IN</c>, <c>IS NULL</c>.</param>
/// <param name="Value">A text, a <see cref="double"/>, a list of texts, or null after <c>IS</c>.</param>
internal sealed record Condition(Field Field, string Operator, object? Value);

/// <summary>Something by which a search can compare and order.</summary>
internal sealed record Field(FieldKind Kind, string Key);

/// <summary>Where a field of a search is kept.</summary>
internal enum FieldKind
{
    Attribute,
    Metric,
    Parameter,
    Tag,
    Dataset,
    Metadata,
}
