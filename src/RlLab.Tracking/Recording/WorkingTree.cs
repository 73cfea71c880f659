using System.ComponentModel;
using System.Diagnostics;

namespace RlLab.Tracking;

/// <summary>What git says about a working tree.</summary>
/// <param name="Commit">The commit that is checked out, 40 digits.</param>
/// <param name="Branch">The branch; null where a commit itself is checked out.</param>
/// <param name="Repository">Where <c>origin</c> lies, without user and password; null without an origin.</param>
/// <param name="IsDirty">Whether a file differs from the commit or is not in it.</param>
internal sealed record WorkingTree(string Commit, string? Branch, string? Repository, bool IsDirty)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks git; null where there is no git, no working tree or no commit.</summary>
    public static WorkingTree? Read(string folder)
    {
        if (Git(folder, "rev-parse", "HEAD") is not { } commit)
        {
            return null;
        }

        var branch = Git(folder, "symbolic-ref", "--short", "-q", "HEAD");
        var repository = Git(folder, "config", "--get", "remote.origin.url");
        var changes = Git(folder, "status", "--porcelain");
        return new WorkingTree(commit, branch, repository is null ? null : WithoutCredentials(repository),
            changes is not (null or ""));
    }

    private static string WithoutCredentials(string repository) =>
        Uri.TryCreate(repository, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length > 0
            ? new UriBuilder(uri) { UserName = "", Password = "" }.Uri.AbsoluteUri
            : repository;

    private static string? Git(string folder, params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", folder, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            git.ErrorDataReceived += static (_, _) => { };
            git.BeginErrorReadLine();
            var output = git.StandardOutput.ReadToEndAsync();
            if (!output.Wait(Patience) || !git.WaitForExit(Patience))
            {
                git.Kill();
                return null;
            }

            return git.ExitCode == 0 ? output.Result.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
