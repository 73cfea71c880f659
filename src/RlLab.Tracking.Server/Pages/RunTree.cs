using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Pages;

/// <summary>A run, with the runs that name it as their parent.</summary>
internal sealed record RunTree(Run Run, IReadOnlyList<RunTree> Children)
{
    /// <summary>Nests runs under their parents; a run whose parent is not among them stands by itself.</summary>
    public static IReadOnlyList<RunTree> Build(IReadOnlyList<Run> runs)
    {
        var known = runs.Select(run => run.Info.RunId).ToHashSet();
        var children = runs.Where(run => IsBelow(run, known)).ToLookup(run => Parent(run)!);
        var trees = runs.Where(run => !IsBelow(run, known)).Select(run => Nest(run, [])).ToList();

        // Runs that name each other as parents would be in no tree.
        var placed = trees.SelectMany(tree => tree.Runs()).Select(run => run.Info.RunId).ToHashSet();
        trees.AddRange(runs.Where(run => !placed.Contains(run.Info.RunId)).Select(run => new RunTree(run, [])));
        return trees;

        RunTree Nest(Run run, HashSet<string> above)
        {
            above.Add(run.Info.RunId);
            var below = children[run.Info.RunId].Where(child => !above.Contains(child.Info.RunId)).Select(child => Nest(child, [.. above]));
            return new RunTree(run, [.. below]);
        }
    }

    public static string? Parent(Run run) => Tag(run, RunStore.ParentTag);

    public static string? Tag(Run run, string key) => run.Data.Tags?.FirstOrDefault(tag => tag.Key == key)?.Value;

    /// <summary>This run and all below it.</summary>
    public IEnumerable<Run> Runs() => [Run, .. Children.SelectMany(child => child.Runs())];

    private static bool IsBelow(Run run, HashSet<string> known) =>
        Parent(run) is { } parent && parent != run.Info.RunId && known.Contains(parent);
}
