namespace RlLab;

/// <summary>Says which experiments an assembly brings, to the programs that reference it. The generator writes it.</summary>
/// <param name="catalogue">The class whose static <c>All</c> lists the assembly's own experiments.</param>
/// <param name="names">The experiments' names.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ExperimentLibraryAttribute(Type catalogue, params string[] names) : Attribute
{
    /// <summary>The class whose static <c>All</c> lists the assembly's own experiments.</summary>
    public Type Catalogue { get; } = catalogue;

    /// <summary>The experiments' names.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}
