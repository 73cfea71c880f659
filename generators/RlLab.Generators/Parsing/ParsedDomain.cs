using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>A domain while its declaration is checked.</summary>
/// <param name="Model">What is written into the descriptor.</param>
/// <param name="Text">The domain in a message.</param>
/// <param name="Contains">Whether a value lies in it.</param>
internal sealed record ParsedDomain(DomainModel Model, string Text, Func<ParsedValue, bool> Contains);
