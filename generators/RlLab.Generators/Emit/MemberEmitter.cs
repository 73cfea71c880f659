using RlLab.Generators.Models;

namespace RlLab.Generators.Emit;

/// <summary>Writes the lines that set an instance's properties, and those that read them.</summary>
internal static class MemberEmitter
{
    /// <summary>Writes what sets a property from the values: <c>Rate = values["Rate"].AsReal(),</c>.</summary>
    public static void WriteAssignment(SourceWriter writer, MemberModel member) =>
        WriteValue(writer, $"{Literals.Identifier(member.Property)} = ", member, ",");

    /// <summary>Writes each hyperparameter's name and the value that an instance has for it, as elements of a list.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="member">The property.</param>
    /// <param name="instance">The expression of the instance.</param>
    public static void WriteReadings(SourceWriter writer, MemberModel member, string instance)
    {
        var property = $"{instance}.{Literals.Identifier(member.Property)}";
        switch (member)
        {
            case ValueModel value:
                WriteReading(writer, value.Parameter, property);
                break;
            case GroupModel group:
                WriteReadings(writer, group.Record.Members, property);
                break;
            case AlternativesModel alternatives:
                WriteReading(writer, alternatives.Choice, property);
                WriteReadings(writer, alternatives.Common, property);
                foreach (var alternative in alternatives.Alternatives.Where(alternative => alternative.Members.Count > 0))
                {
                    writer.Open($".. {property} is {alternative.TypeName} ? (global::System.Collections.Generic.KeyValuePair<string, "
                        + $"global::RlLab.ParameterValue>[])");
                    writer.Open("[");
                    WriteReadings(writer, alternative.Members, $"(({alternative.TypeName}){property})");
                    writer.Close("] : [],");
                    writer.Outdent();
                }

                break;
        }
    }

    private static void WriteReadings(SourceWriter writer, IEnumerable<MemberModel> members, string instance)
    {
        foreach (var member in members)
        {
            WriteReadings(writer, member, instance);
        }
    }

    private static void WriteReading(SourceWriter writer, ParameterModel parameter, string property) =>
        writer.Line($"new({Literals.Of(parameter.Name)}, {ParameterEmitter.Reading(parameter, property)}),");

    private static void WriteValue(SourceWriter writer, string before, MemberModel member, string after)
    {
        switch (member)
        {
            case ValueModel value:
                ParameterEmitter.WriteValue(writer, before, value.Parameter, after);
                break;
            case GroupModel group:
                WriteRecord(writer, before, group.Record, group.Record.Members, after);
                break;
            case AlternativesModel alternatives:
                writer.Line($"{before}{ParameterEmitter.ValueOf(alternatives.Choice)}.AsText() switch");
                writer.Open("{");
                foreach (var alternative in alternatives.Alternatives)
                {
                    WriteRecord(writer, $"{Literals.Of(alternative.Name)} => ", alternative, alternatives.Common.Concat(alternative.Members), ",");
                }

                writer.Line(ParameterEmitter.UnknownOption(alternatives.Choice));
                writer.Close($"}}{after}");
                break;
        }
    }

    private static void WriteRecord(SourceWriter writer, string before, RecordModel record, IEnumerable<MemberModel> members, string after)
    {
        var byArgument = members.ToLookup(member => record.Arguments.Contains(member.Property));
        if (!byArgument[true].Any())
        {
            writer.Line($"{before}new {record.TypeName}");
        }
        else
        {
            writer.Open($"{before}new {record.TypeName}(");
            var left = byArgument[true].Count();
            foreach (var argument in byArgument[true])
            {
                WriteValue(writer, $"{Literals.Identifier(argument.Property)}: ", argument, --left > 0 ? "," : ")");
            }

            writer.Outdent();
        }

        writer.Open("{");
        foreach (var member in byArgument[false])
        {
            WriteAssignment(writer, member);
        }

        writer.Close($"}}{after}");
    }
}
