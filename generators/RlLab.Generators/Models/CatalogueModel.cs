namespace RlLab.Generators.Models;

/// <summary>What an assembly's catalogue lists.</summary>
/// <param name="Assembly">The assembly's name.</param>
/// <param name="Experiments">Its own experiments, sorted by name.</param>
/// <param name="Libraries">The referenced assemblies that have some, sorted by name.</param>
internal sealed record CatalogueModel(string Assembly, EquatableArray<CatalogueEntry> Experiments, EquatableArray<LibraryModel> Libraries);

/// <summary>An experiment, as a catalogue lists it.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="TypeName">Its class, fully qualified.</param>
internal sealed record CatalogueEntry(string Name, string TypeName);
