namespace RlLab.Generators.Models;

/// <summary>The C# types that a hyperparameter can have.</summary>
internal enum ValueType
{
    Double,
    Single,
    Int32,
    Int64,
    Boolean,
    String,
    Enum,
    Alternative,
}

/// <summary>A hyperparameter's type.</summary>
/// <param name="Value">Which of the supported ones.</param>
/// <param name="EnumName">The enum, fully qualified; empty for the other types.</param>
/// <param name="Options">The members of the enum, or the names of the alternatives, in the order of declaration; empty for the other types.</param>
internal sealed record ParameterType(ValueType Value, string EnumName, EquatableArray<string> Options)
{
    /// <summary>The member of <c>RlLab.ParameterKind</c>, and the method of <c>RlLab.ParameterValue</c> that makes a value.</summary>
    public string Kind => Value switch
    {
        ValueType.Double or ValueType.Single => "Real",
        ValueType.Int32 or ValueType.Int64 => "Integer",
        ValueType.Boolean => "Boolean",
        ValueType.String => "Text",
        _ => "Option",
    };

    public bool IsReal => Kind == "Real";

    public bool IsInteger => Kind == "Integer";
}
