using System.Diagnostics;

namespace RlLab.Tracking.Tests.Recording;

public sealed class StandardTagsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        // Git keeps its objects read-only, which Windows does not delete.
        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }

        _folder.Dispose();
    }

    [Fact]
    public void Outside_a_working_tree_there_is_nothing_about_git()
    {
        var tree = WorkingTree.Read(Path.GetTempPath(), out var problem);
        problem.Should().BeNull();
        var tags = StandardTags.Collect("cartpole-reinforce", tree, "managed 0.107.0", "cpu", "0.1.0");

        tags.Should().Equal(new Dictionary<string, string>
        {
            ["mlflow.user"] = Environment.UserName,
            ["mlflow.source.name"] = "cartpole-reinforce",
            ["mlflow.source.type"] = "LOCAL",
            ["rllab.engine"] = "managed 0.107.0",
            ["rllab.device"] = "cpu",
            ["rllab.version"] = "0.1.0",
        });
    }

    [Fact]
    public void In_a_working_tree_commit_branch_origin_and_changes_are_told()
    {
        Assert.SkipUnless(HasGit(), "git is not on the PATH.");
        Git("init", "-q", "-b", "topic");
        Git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "first");
        Git("remote", "add", "origin", "https://someone:secret@git.example/lab.git");

        var clean = Tags();
        File.WriteAllText(_folder.File("new-experiment.cs"), "");
        var dirty = Tags();

        clean["mlflow.source.git.commit"].Should().MatchRegex("^[0-9a-f]{40}$");
        clean["mlflow.source.git.branch"].Should().Be("topic");
        clean["mlflow.source.git.repoURL"].Should().Be("https://git.example/lab.git", "a password does not belong into a tag");
        clean["rllab.git.dirty"].Should().Be("false");
        dirty["rllab.git.dirty"].Should().Be("true");
    }

    [Fact]
    public void Where_git_cannot_tell_of_changes_the_tree_is_not_called_clean()
    {
        Assert.SkipUnless(HasGit(), "git is not on the PATH.");
        Git("init", "-q");
        Git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "first");
        File.WriteAllText(_folder.File(".git/index"), "torn");

        Tags().Should().Contain("rllab.git.dirty", "unknown").And.ContainKey("mlflow.source.git.commit");
    }

    [Fact]
    public void A_repository_without_a_commit_is_a_problem_that_is_told()
    {
        Assert.SkipUnless(HasGit(), "git is not on the PATH.");
        Git("init", "-q");

        WorkingTree.Read(_folder.Path, out var problem).Should().BeNull();
        problem.Should().Contain("no commit yet");
    }

    private Dictionary<string, string> Tags() =>
        StandardTags.Collect("x", WorkingTree.Read(_folder.Path, out _), "managed 0.107.0", "cpu", "0.1.0");

    private static bool HasGit()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", "--version") { RedirectStandardOutput = true });
            git!.WaitForExit();
            return git.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", _folder.Path, .. arguments]))!;
        git.WaitForExit();
        git.ExitCode.Should().Be(0);
    }
}
