using RlLab.Generators.Emit;

namespace RlLab.Generators.Checkpoints;

/// <summary>Writes the lines that restore something.</summary>
internal static class StateRestoring
{
    private const string Helper = StateSaving.Helper;
    private const string Generator = "global::RlLab.RandomGenerator";

    /// <param name="writer">Receives the lines.</param>
    /// <param name="what">What is restored, as C# names it.</param>
    /// <param name="shape">How it was saved.</param>
    /// <param name="isFixed">Whether it cannot be assigned.</param>
    /// <param name="depth">How many loops are around it.</param>
    public static void Write(SourceWriter writer, string what, StateShape shape, bool isFixed, int depth)
    {
        if (shape.MayBeNull)
        {
            WriteMissing(writer, what, shape, isFixed, depth);
            return;
        }

        if (shape.IsValue && !isFixed)
        {
            writer.Line($"{what} = {Read(shape, what)};");
            return;
        }

        var (index, element) = ($"i{depth}", shape.Parts.Count > 0 ? shape.Parts[0] : null);
        switch (shape.Kind)
        {
            case StateKind.Numbers:
                writer.Line($"{Helper}.ReadElements<{shape.Type}>(reader, {what});");
                break;
            case StateKind.Array:
                writer.Line($"{Helper}.CheckCount(reader.ReadInt32(), {what}.Length);");
                writer.Line($"for (var {index} = 0; {index} < {what}.Length; {index}++)");
                writer.Open("{");
                Write(writer, $"{what}[{index}]", element!, false, depth + 1);
                writer.Close("}");
                break;
            case StateKind.List or StateKind.Queue or StateKind.Dictionary:
                var values = string.Join(", ", shape.Parts.Select(part => Read(part, null)));
                writer.Line($"{what}.Clear();");
                writer.Line($"for (var {index} = reader.ReadInt32(); {index} > 0; {index}--)");
                writer.Open("{");
                writer.Line($"{what}.{(shape.Kind == StateKind.Queue ? "Enqueue" : "Add")}({values});");
                writer.Close("}");
                break;
            case StateKind.Resumable:
                writer.Line($"((global::RlLab.IResumable){what}).RestoreState(reader);");
                break;
            case StateKind.World:
                writer.Line($"{Helper}.Restore(reader, {what});");
                break;
            case StateKind.Worlds:
                writer.Line($"{Helper}.Restore(reader, (object){what});");
                break;
            case StateKind.Torch:
                writer.Line($"{StateSaving.TorchHelper}.Restore(reader, {what});");
                break;
        }
    }

    private static void WriteMissing(SourceWriter writer, string what, StateShape shape, bool isFixed, int depth)
    {
        var present = shape with { MayBeNull = false };
        if (shape.IsValue && !isFixed)
        {
            writer.Line($"{what} = {Read(shape, what)};");
            return;
        }

        if (shape.Type == Generator && !isFixed)
        {
            // The one thing that may come to be as training goes on: a world has none before its first reset.
            writer.Line($"{what} = reader.ReadBoolean() ? {what} ?? new {Generator}(0) : null;");
            writer.Line($"{what}?.RestoreState(reader);");
            return;
        }

        writer.Line($"if ({Helper}.ReadPresence(reader, {what}, {Literals.Of(what)}))");
        writer.Open("{");
        Write(writer, what, present, isFixed, depth);
        writer.Close("}");
    }

    /// <summary>An expression that reads a value.</summary>
    /// <param name="shape">How it was saved.</param>
    /// <param name="present">What holds the one that there is, whose memory may be used again; null for none.</param>
    private static string Read(StateShape shape, string? present)
    {
        var read = shape.Kind switch
        {
            StateKind.Bytes => $"{Helper}.Read<{shape.Type}>(reader)",
            StateKind.Nullable => $"{Helper}.ReadNullable<{shape.Type}>(reader)",
            StateKind.Text => "reader.ReadString()",
            StateKind.Numbers => $"{Helper}.ReadArray<{shape.Type}>(reader, {present ?? "null"})",
            _ when shape.Type.StartsWith("(", StringComparison.Ordinal) => $"({string.Join(", ", shape.Parts.Select(part => Read(part, null)))})",
            _ => $"new {shape.Type}({string.Join(", ", shape.Parts.Select(part => Read(part, null)))})",
        };
        return shape.MayBeNull ? $"reader.ReadBoolean() ? {read} : null" : read;
    }
}
