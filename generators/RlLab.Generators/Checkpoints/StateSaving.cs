using RlLab.Generators.Emit;

namespace RlLab.Generators.Checkpoints;

/// <summary>Writes the lines that save something.</summary>
internal static class StateSaving
{
    public const string Helper = "global::RlLab.SavedState";
    public const string TorchHelper = "global::RlLab.Algorithms.TorchState";

    /// <param name="writer">Receives the lines.</param>
    /// <param name="what">What is saved, as C# names it.</param>
    /// <param name="shape">How.</param>
    /// <param name="depth">How many loops are around it, so that each has a variable of its own.</param>
    public static void Write(SourceWriter writer, string what, StateShape shape, int depth)
    {
        if (shape.MayBeNull)
        {
            writer.Line($"if ({Helper}.WritePresence(writer, {what}))");
            writer.Open("{");
            Write(writer, what, shape with { MayBeNull = false }, depth);
            writer.Close("}");
            return;
        }

        var each = $"each{depth}";
        switch (shape.Kind)
        {
            case StateKind.Bytes:
                writer.Line($"{Helper}.Write<{shape.Type}>(writer, {what});");
                break;
            case StateKind.Nullable:
                writer.Line($"{Helper}.WriteNullable<{shape.Type}>(writer, {what});");
                break;
            case StateKind.Text:
                writer.Line($"writer.Write({what});");
                break;
            case StateKind.Record:
                foreach (var (name, part) in shape.Names.Zip(shape.Parts, (name, part) => (name, part)))
                {
                    Write(writer, $"{what}.{Literals.Identifier(name)}", part, depth);
                }

                break;
            case StateKind.Numbers:
                writer.Line($"{Helper}.WriteElements<{shape.Type}>(writer, {what});");
                break;
            case StateKind.Array or StateKind.List or StateKind.Queue:
                writer.Line($"writer.Write({what}.{(shape.Kind == StateKind.Array ? "Length" : "Count")});");
                writer.Line($"foreach (var {each} in {what})");
                writer.Open("{");
                Write(writer, each, shape.Parts[0], depth + 1);
                writer.Close("}");
                break;
            case StateKind.Dictionary:
                writer.Line($"writer.Write({what}.Count);");
                writer.Line($"foreach (var {each} in {what})");
                writer.Open("{");
                Write(writer, $"{each}.Key", shape.Parts[0], depth + 1);
                Write(writer, $"{each}.Value", shape.Parts[1], depth + 1);
                writer.Close("}");
                break;
            case StateKind.Resumable:
                writer.Line($"((global::RlLab.IResumable){what}).SaveState(writer);");
                break;
            case StateKind.World:
                writer.Line($"{Helper}.Save(writer, {what});");
                break;
            case StateKind.Worlds:
                writer.Line($"{Helper}.Save(writer, (object){what});");
                break;
            case StateKind.Torch:
                writer.Line($"{TorchHelper}.Save(writer, {what});");
                break;
        }
    }
}
