using RlLab.Generators.Models;
using ValueType = RlLab.Generators.Models.ValueType;

namespace RlLab.Generators.Emit;

/// <summary>Writes a hyperparameter's descriptor, and the line that sets its property.</summary>
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
        var end = parameter.Type.Value == ValueType.Int32 ? ") { Minimum = int.MinValue, Maximum = int.MaxValue }," : "),";
        writer.Line($"Options: [{string.Join(", ", parameter.Type.EnumMembers.Select(Literals.Of))}]{end}");
        writer.Outdent();
    }

    public static void WriteAssignment(SourceWriter writer, ParameterModel parameter)
    {
        var property = Literals.Identifier(parameter.Name);
        var value = $"values[{Literals.Of(parameter.Name)}]";
        if (parameter.Type.Value != ValueType.Enum)
        {
            writer.Line($"{property} = {value}.{Read(parameter.Type.Value)}(),");
            return;
        }

        writer.Line($"{property} = {value}.AsText() switch");
        writer.Open("{");
        foreach (var member in parameter.Type.EnumMembers)
        {
            writer.Line($"{Literals.Of(member)} => {parameter.Type.EnumName}.{Literals.Identifier(member)},");
        }

        var message = $"'{{option}}' is no option of {parameter.Name}: it has {string.Join(", ", parameter.Type.EnumMembers)}.";
        writer.Line($"var option => throw new global::System.ArgumentException($\"{message}\"),");
        writer.Close("},");
    }

    /// <summary>A known default, as the property takes it.</summary>
    public static string DefaultLiteral(ParameterModel parameter) => parameter.Type.Value switch
    {
        ValueType.Enum => $"{parameter.Type.EnumName}.{Literals.Identifier(parameter.Default!)}",
        ValueType.Single => $"(float){parameter.Default}",
        _ => parameter.Default!,
    };

    /// <summary>Writes a name and the value that its property has in this instance.</summary>
    public static void WriteReading(SourceWriter writer, ParameterModel parameter) =>
        writer.Line($"new({Literals.Of(parameter.Name)}, {Reading(parameter, "this")}),");

    private static string Default(ParameterModel parameter) =>
        parameter.Default is { } known ? Value(parameter.Type, known) : Reading(parameter, Instance);

    private static string Reading(ParameterModel parameter, string instance)
    {
        var property = $"{instance}.{Literals.Identifier(parameter.Name)}";
        return "global::RlLab.ParameterValue." + parameter.Type.Value switch
        {
            ValueType.Single => $"Single({property})",
            ValueType.Enum => $"Option({property} switch {{ {string.Concat(parameter.Type.EnumMembers.Select(Arm))}var other => other.ToString() }})",
            _ => $"{parameter.Type.Kind}({property})",
        };

        string Arm(string member) => $"{parameter.Type.EnumName}.{Literals.Identifier(member)} => {Literals.Of(member)}, ";
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
        LogUniformModel { Points: null } range => $"LogUniformDomain({range.Low}, {range.High})",
        LogUniformModel range => $"LogUniformDomain({range.Low}, {range.High}, Points: {range.Points})",
        IntRangeModel { Step: "1" } range => $"IntRangeDomain({range.Low}, {range.High})",
        IntRangeModel range => $"IntRangeDomain({range.Low}, {range.High}, Step: {range.Step})",
        _ => throw new InvalidOperationException($"No descriptor is known for a {domain.GetType().Name}."),
    };

    private static string Value(ParameterType type, string literal) =>
        $"global::RlLab.ParameterValue.{type.Kind}({(type.Value == ValueType.Enum ? Literals.Of(literal) : literal)})";
}
