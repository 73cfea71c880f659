using System.ComponentModel;
using System.Diagnostics;

namespace RlLab.Tracking;

/// <summary>What git says about a working tree.</summary>
/// <param name="Commit">The commit that is checked out, 40 digits.</param>
/// <param name="Branch">The branch; null where a commit itself is checked out.</param>
/// <param name="Repository">Where <c>origin</c> lies, without user and password; null without an origin.</param>
/// <param name="IsDirty">Whether a file differs from the commit or is not in it; null where git did not say.</param>
/// <param name="Root">The folder at the top.</param>
public sealed record WorkingTree(string Commit, string? Branch, string? Repository, bool? IsDirty, string Root)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary><see cref="IsDirty"/> as a tag has it: <c>true</c>, <c>false</c> or <c>unknown</c>.</summary>
    public string Dirty => IsDirty switch
    {
        true => "true",
        false => "false",
        null => "unknown",
    };

    /// <summary>Asks git about the working tree that a folder is in.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="problem">
    /// What stands in the way of knowing it, in git's own words and with the way out; null where nothing does, and where there is no git or no
    /// working tree.
    /// </param>
    /// <returns>Null where there is no git, no working tree, no commit, or a problem.</returns>
    public static WorkingTree? Read(string folder, out string? problem)
    {
        problem = null;
        var commit = Git(folder, "rev-parse", "HEAD");
        if (commit.Text is null)
        {
            problem = Explain(folder, commit.Error);
            return null;
        }

        var changes = Git(folder, "status", "--porcelain");
        return new WorkingTree(
            commit.Text,
            Git(folder, "symbolic-ref", "--short", "-q", "HEAD").Text,
            Git(folder, "config", "--get", "remote.origin.url").Text is { } repository ? WithoutCredentials(repository) : null,
            changes.Text is { } text ? text.Length > 0 : null,
            Git(folder, "rev-parse", "--show-toplevel").Text ?? folder);
    }

    private static string? Explain(string folder, string? error)
    {
        if (error is null || error.Contains("not a git repository", StringComparison.Ordinal))
        {
            return null;
        }

        if (error.Contains("dubious ownership", StringComparison.Ordinal))
        {
            return $"git says nothing of {folder}, because it belongs to another user. If you trust it: "
                + "git config --global --add safe.directory " + (Between(error, '\'') ?? folder);
        }

        return error.Contains("unknown revision", StringComparison.Ordinal)
            ? $"the repository of {folder} has no commit yet"
            : $"git says of {folder}: {error.Split('\n')[0].Trim()}";
    }

    private static string? Between(string text, char quote) => text.Split(quote) is [_, var inner, ..] ? inner : null;

    private static string WithoutCredentials(string repository) =>
        Uri.TryCreate(repository, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length > 0
            ? new UriBuilder(uri) { UserName = "", Password = "" }.Uri.AbsoluteUri
            : repository;

    /// <summary>What git wrote; an error where it failed, neither where there is no git.</summary>
    internal static (string? Text, string? Error) Git(string folder, params string[] arguments)
    {
        var (text, error) = Run(folder, isDifference: false, arguments);
        return (text?.Trim(), error);
    }

    /// <summary>A difference as git wrote it, to the last line's end.</summary>
    internal static string? Difference(string folder, params string[] arguments) => Run(folder, isDifference: true, ["diff", .. arguments]).Text;

    private static (string? Text, string? Error) Run(string folder, bool isDifference, string[] arguments)
    {
        try
        {
            // Without a lock: whoever is killed while git looks would leave one behind, and no commit could be made any more.
            using var git = Process.Start(new ProcessStartInfo("git", ["--no-optional-locks", "-C", folder, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                Environment = { ["LC_ALL"] = "C" },
            })!;
            var (output, error) = (git.StandardOutput.ReadToEndAsync(), git.StandardError.ReadToEndAsync());
            if (!Task.WaitAll([output, error], Patience) || !git.WaitForExit(Patience))
            {
                git.Kill(entireProcessTree: true);
                return (null, $"no answer within {Patience.TotalSeconds:0} s");
            }

            return git.ExitCode == 0 || (isDifference && git.ExitCode == 1) ? (output.Result, null) : (null, error.Result.Trim());
        }
        catch (Win32Exception)
        {
            return (null, null);
        }
    }
}
