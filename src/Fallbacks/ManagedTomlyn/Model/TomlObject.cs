namespace Tomlyn.Model;

/// <summary>A table, an array of tables or an array of a TOML document.</summary>
public abstract class TomlObject
{
    internal TomlObject(ObjectKind kind) => Kind = kind;

    /// <summary>What this is.</summary>
    public ObjectKind Kind { get; }
}
