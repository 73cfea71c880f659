namespace RlLab.Generators.Models;

/// <summary>A referenced assembly with experiments of its own.</summary>
/// <param name="Assembly">The assembly's name.</param>
/// <param name="Alias">The alias by which the project names it; <c>global</c> where it says nothing else.</param>
/// <param name="Catalogue">The class that lists its experiments, after the alias.</param>
/// <param name="Names">The names of its experiments.</param>
internal sealed record LibraryModel(string Assembly, string Alias, string Catalogue, EquatableArray<string> Names);
