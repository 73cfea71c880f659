namespace RlLab.Generators.Parsing;

/// <summary>A constant of a hyperparameter's type.</summary>
/// <param name="Value">A <see cref="double"/> for every real type, a <see cref="long"/> for every whole one, a bool or a string.</param>
/// <param name="Literal">Its C# literal; the member's name for an enum.</param>
internal sealed record ParsedValue(object Value, string Literal)
{
    /// <summary>The value in a message.</summary>
    public string Text => Literal;
}
