using System.Text;

namespace RlLab.Tracking;

/// <summary>How a working tree differs from its commit, as text of a bounded size.</summary>
public static class SourceChanges
{
    /// <summary>The artifact that a run keeps it as; MLflow's pages show a <c>.txt</c>.</summary>
    public const string Artifact = "changes.diff.txt";

    private const int Longest = 1_000_000;
    private const int LongestNewFile = 100_000;
    private const int MostNewFiles = 50;

    /// <summary>Asks git for the changes of tracked files, and for new files that are not ignored: short texts whole, others by name.</summary>
    /// <param name="tree">The working tree.</param>
    /// <returns>A diff that <c>git apply</c> takes, up to a megabyte; null where nothing differs or git does not say.</returns>
    public static string? Read(WorkingTree tree)
    {
        if (tree.IsDirty != true || WorkingTree.Difference(tree.Root, "HEAD") is not { } changed)
        {
            return null;
        }

        var text = new StringBuilder(changed);
        var created = WorkingTree.Git(tree.Root, "ls-files", "--others", "--exclude-standard", "-z").Text?
            .Split('\0', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var left = new List<string>();
        foreach (var file in created)
        {
            var isShort = new FileInfo(Path.Combine(tree.Root, file)) is { Exists: true, Length: <= LongestNewFile };
            if (isShort && left.Count == 0 && created.Length <= MostNewFiles && text.Length < Longest)
            {
                text.Append(WorkingTree.Difference(tree.Root, "--no-index", "--", "/dev/null", file));
            }
            else
            {
                left.Add(file);
            }
        }

        if (left.Count > 0)
        {
            var more = left.Count > MostNewFiles ? ", ..." : "";
            text.Append($"# {left.Count} new files are not shown: {string.Join(", ", left.Take(MostNewFiles))}{more}\n");
        }

        return text.Length <= Longest ? text.ToString() : $"{text.ToString(0, Longest)}\n# cut off here: it is longer than {Longest:N0} characters\n";
    }
}
