using RlLab.Generators.Models;
using ValueType = RlLab.Generators.Models.ValueType;

namespace RlLab.Generators.Emit;

/// <summary>Writes a hyperparameter's descriptor, its value among those of a setting, and the reading of its property.</summary>
internal static class ParameterEmitter
{
    /// <summary>The variable that holds an instance with its defaults.</summary>
    public const string Instance = "instance";

    public static void WriteDescriptor(SourceWriter writer, ParameterModel parameter)
    {
        writer.Open("new(");
        writer.Line($"Name: {Literals.Of(parameter.Name)},");
        writer.Line($"Summary: {Literals.Of(parameter.Summary)},");
        writer.Line($"Kind: global::RlLab.ParameterKind.{parameter.Type.Kind},");
        writer.Line($"Default: {Default(parameter)},");
        WriteDomain(writer, parameter.Type, parameter.Domain);
        writer.Line($"Options: [{string.Join(", ", parameter.Type.Options.Select(Literals.Of))}]){Bounds(parameter)},");
        writer.Outdent();
    }

    /// <summary>Writes the value that a setting has for a parameter, as its property takes it.</summary>
    public static void WriteValue(SourceWriter writer, string before, ParameterModel parameter, string after)
    {
        if (parameter.Type.Value != ValueType.Enum)
        {
            writer.Line($"{before}{ValueOf(parameter)}.{Read(parameter.Type.Value)}(){after}");
            return;
        }

        writer.Line($"{before}{ValueOf(parameter)}.AsText() switch");
        writer.Open("{");
        foreach (var member in parameter.Type.Options)
        {
            writer.Line($"{Literals.Of(member)} => {parameter.Type.EnumName}.{Literals.Identifier(member)},");
        }

        writer.Line(UnknownOption(parameter));
        writer.Close($"}}{after}");
    }

    /// <summary>The value that a setting has for a parameter.</summary>
    public static string ValueOf(ParameterModel parameter) => $"values[{Literals.Of(parameter.Name)}]";

    /// <summary>The last arm of a switch over a parameter's options.</summary>
    public static string UnknownOption(ParameterModel parameter)
    {
        var message = $"'{{option}}' is no option of {parameter.Name}: it has {string.Join(", ", parameter.Type.Options)}.";
        return $"var option => throw new global::System.ArgumentException($\"{message}\"),";
    }

    /// <summary>A known default, as the property takes it.</summary>
    public static string DefaultLiteral(ParameterModel parameter) => parameter.Type.Value switch
    {
        ValueType.Enum => $"{parameter.Type.EnumName}.{Literals.Identifier(parameter.Default!)}",
        ValueType.Single => $"(float){parameter.Default}",
        _ => parameter.Default!,
    };

    /// <summary>The value of a property.</summary>
    /// <param name="parameter">The parameter that the property is.</param>
    /// <param name="property">The expression of the property.</param>
    public static string Reading(ParameterModel parameter, string property)
    {
        return "global::RlLab.ParameterValue." + parameter.Type.Value switch
        {
            ValueType.Single => $"Single({property})",
            ValueType.Enum => $"Option({property} switch {{ {string.Concat(parameter.Type.Options.Select(Member))}var other => other.ToString() }})",
            ValueType.Alternative =>
                $"Option({property} switch {{ {string.Concat(parameter.Type.Options.Select(Alternative))}var other => $\"{{other}}\" }})",
            _ => $"{parameter.Type.Kind}({property})",
        };

        string Member(string member) => $"{parameter.Type.EnumName}.{Literals.Identifier(member)} => {Literals.Of(member)}, ";

        string Alternative(string name) => $"{parameter.Type.EnumName}.{Literals.Identifier(name)} => {Literals.Of(name)}, ";
    }

    private static string Default(ParameterModel parameter) =>
        parameter.Default is { } known ? Value(parameter.Type, known) : Reading(parameter, parameter.Origin);

    /// <summary>What a descriptor says besides its arguments.</summary>
    private static string Bounds(ParameterModel parameter)
    {
        var more = new List<string>();
        if (parameter.Type.Value == ValueType.Int32)
        {
            more.Add("Minimum = int.MinValue, Maximum = int.MaxValue");
        }

        if (parameter.Condition is { } condition)
        {
            more.Add(
                $"ActiveWhen = new({Literals.Of(condition.Choice)}, global::RlLab.ParameterValue.Option({Literals.Of(condition.Alternative)}))");
        }

        return more.Count == 0 ? "" : $" {{ {string.Join(", ", more)} }}";
    }

    private static string Read(ValueType type) => type switch
    {
        ValueType.Double => "AsReal",
        ValueType.Single => "AsSingle",
        ValueType.Int32 => "AsInt32",
        ValueType.Int64 => "AsInteger",
        ValueType.Boolean => "AsBoolean",
        _ => "AsText",
    };

    private static void WriteDomain(SourceWriter writer, ParameterType type, DomainModel? domain)
    {
        if (domain is not ChoiceModel choice)
        {
            writer.Line($"Domain: {(domain is null ? "null" : "new global::RlLab." + Range(domain))},");
            return;
        }

        writer.Open("Domain: new global::RlLab.ChoiceDomain(");
        writer.Open("[");
        foreach (var value in choice.Values)
        {
            writer.Line($"{Value(type, value)},");
        }

        writer.Close("]),");
        writer.Outdent();
    }

    private static string Range(DomainModel domain) => domain switch
    {
        UniformModel { Step: null } range => $"UniformDomain({range.Low}, {range.High})",
        UniformModel range => $"UniformDomain({range.Low}, {range.High}, Step: {range.Step})",
        LogUniformModel { Step: { } step } range => $"LogUniformDomain({range.Low}, {range.High}, Step: {step})",
        LogUniformModel { Points: null } range => $"LogUniformDomain({range.Low}, {range.High})",
        LogUniformModel range => $"LogUniformDomain({range.Low}, {range.High}, Points: {range.Points})",
        LogIntRangeModel range => $"LogIntRangeDomain({range.Low}, {range.High})",
        IntRangeModel { Step: "1" } range => $"IntRangeDomain({range.Low}, {range.High})",
        IntRangeModel range => $"IntRangeDomain({range.Low}, {range.High}, Step: {range.Step})",
        _ => throw new InvalidOperationException($"No descriptor is known for a {domain.GetType().Name}."),
    };

    private static string Value(ParameterType type, string literal) =>
        $"global::RlLab.ParameterValue.{type.Kind}({(type.Kind == "Option" ? Literals.Of(literal) : literal)})";
}
