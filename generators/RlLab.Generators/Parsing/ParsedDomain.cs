using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>A domain while its declaration is checked.</summary>
/// <param name="Model">What is written into the descriptor.</param>
/// <param name="Text">The domain in a message.</param>
/// <param name="Contains">Whether a value lies in it.</param>
internal sealed record ParsedDomain(DomainModel Model, string Text, Func<ParsedValue, bool> Contains)
{
    /// <summary>The values of the domain that lie next to one that does not, as a message shows them; none where that is no help.</summary>
    public Func<ParsedValue, IReadOnlyList<string>> Nearest { get; init; } = _ => [];
}
