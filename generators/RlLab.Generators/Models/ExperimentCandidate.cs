using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.Models;

/// <summary>A class with <c>[Experiment]</c>, and what was wrong with it.</summary>
/// <param name="Name">Its name and where that is written; null if it is malformed.</param>
/// <param name="Model">What was read; null if no code can be written for it.</param>
/// <param name="Sizes">How much its sweeps run.</param>
/// <param name="Diagnostics">What was wrong.</param>
internal sealed record ExperimentCandidate(
    NameUse? Name, ExperimentModel? Model, EquatableArray<SweepSize> Sizes, EquatableArray<DiagnosticInfo> Diagnostics);

/// <summary>An experiment's name, and where it is written.</summary>
/// <param name="Name">The name.</param>
/// <param name="ClassName">The class that it names.</param>
/// <param name="Location">The attribute's argument.</param>
internal sealed record NameUse(string Name, string ClassName, LocationInfo? Location);
