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

    /// <returns>What is wrong with the names of an assembly and of those that it references: each must stand for one experiment.</returns>
    /// <param name="assembly">The assembly's name.</param>
    /// <param name="candidates">Its experiments.</param>
    /// <param name="libraries">The referenced assemblies that have some.</param>
    public static EquatableArray<DiagnosticInfo> CheckAcrossAssemblies(
        string assembly, IEnumerable<ExperimentCandidate> candidates, IEnumerable<LibraryModel> libraries)
    {
        var own = candidates.Select(c => c.Name).OfType<NameUse>().Select(use => (use.Name, Assembly: assembly, use.Location));
        var others = libraries.SelectMany(library => library.Names.Select(name => (Name: name, library.Assembly, Location: (LocationInfo?)null)));
        return (from sameName in own.Concat(others).GroupBy(use => use.Name).OrderBy(g => g.Key, StringComparer.Ordinal)
                let first = sameName.First()
                let other = sameName.FirstOrDefault(use => use.Assembly != first.Assembly)
                where other.Assembly is not null
                select new DiagnosticInfo(
                    DiagnosticDescriptors.SharedName, first.Location, new[] { first.Name, first.Assembly, other.Assembly }.ToEquatableArray()))
            .ToEquatableArray();
    }

    private static DiagnosticInfo Duplicate(NameUse use, NameUse other) => new(
        DiagnosticDescriptors.DuplicateName, use.Location, new[] { use.Name, other.ClassName }.ToEquatableArray());
}
