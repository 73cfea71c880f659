using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>Keeps the experiments whose name nothing else has.</summary>
internal static class UniqueNames
{
    /// <returns>The experiments that can be run, sorted by name; a name used twice is reported wherever it is written.</returns>
    public static Result<EquatableArray<ExperimentModel>> Check(
        System.Collections.Immutable.ImmutableArray<ExperimentCandidate> candidates, CancellationToken cancellation)
    {
        var models = new List<ExperimentModel>();
        var diagnostics = new List<DiagnosticInfo>();
        var byName = candidates.Where(c => c.Name is not null).GroupBy(c => c.Name!.Name).OrderBy(g => g.Key, StringComparer.Ordinal);
        foreach (var sameName in byName)
        {
            cancellation.ThrowIfCancellationRequested();
            var uses = sameName.ToList();
            if (uses.Count == 1)
            {
                models.AddRange(uses.Select(c => c.Model).OfType<ExperimentModel>());
                continue;
            }

            diagnostics.AddRange(uses.Select(use => Duplicate(use.Name!, uses.First(other => other != use).Name!)));
        }

        return new(models.ToEquatableArray(), diagnostics.ToEquatableArray());
    }

    private static DiagnosticInfo Duplicate(NameUse use, NameUse other) => new(
        DiagnosticDescriptors.DuplicateName, use.Location, new[] { use.Name, other.ClassName }.ToEquatableArray());
}
