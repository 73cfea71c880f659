using System.Diagnostics;

namespace RlLab.Cli.Tests;

/// <summary>Which commit a run says that it comes from, and what is told where git does not say.</summary>
public sealed class SourceTests : IDisposable
{
    private readonly Lab _lab = new();

    public SourceTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Git's folders are deleted as on Linux.");

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task What_RlLab_keeps_does_not_make_the_working_tree_a_changed_one()
    {
        await InitialiseAsync();
        for (var run = 0; run < 2; run++)
        {
            (await _lab.RunAsync("run", "hill-climb")).ExitCode.Should().Be(0);
        }

        _lab.Runs().Should().HaveCount(2).And.OnlyContain(run => run.Tags["rllab.git.dirty"] == "false");
    }

    [Fact]
    public async Task A_folder_of_ones_own_is_not_kept_out_of_git()
    {
        _lab.Environment["RLLAB_DIRECTORY"] = _lab.Folder;
        await _lab.RunAsync("run", "hill-climb");
        File.Exists(Path.Combine(_lab.Folder, ".gitignore")).Should().BeFalse("it holds more than RlLab's");
    }

    [Fact]
    public async Task The_commit_is_the_experiments_and_that_of_the_settings_stands_beside_it()
    {
        var source = await GitAsync(AppContext.BaseDirectory, "rev-parse", "HEAD");
        Assert.SkipWhen(source.Length == 0, "These tests are in no working tree.");
        await InitialiseAsync();
        using (var host = HostProcess.Start(_lab, "run", "hill-climb"))
        {
            (await host.EndAsync()).ExitCode.Should().Be(0);
        }

        var log = _lab.Runs().Single();
        log.Tags.Should().Contain("mlflow.source.git.commit", source).And.NotContainKey("rllab.settings.git.commit");

        _lab.Write("[experiments.hill-climb]\nSteps = 10");
        using (var host = HostProcess.Start(_lab, "run", "hill-climb"))
        {
            (await host.EndAsync()).ExitCode.Should().Be(0);
        }

        _lab.Runs().Single(run => run.Header.Id != log.Header.Id).Tags
            .Should().Contain("mlflow.source.git.commit", source)
            .And.Contain("rllab.settings.git.commit", await GitAsync(_lab.Folder, "rev-parse", "HEAD"))
            .And.Contain("rllab.settings.git.dirty", "true");
    }

    [Fact]
    public async Task A_checkout_of_another_user_is_told_with_the_way_out_and_stops_nothing()
    {
        Assert.SkipWhen((await GitAsync(AppContext.BaseDirectory, "rev-parse", "HEAD")).Length == 0, "These tests are in no working tree.");

        // Git's own tests have this variable, which makes every folder another user's.
        _lab.Environment["GIT_TEST_ASSUME_DIFFERENT_OWNER"] = "1";
        using var host = HostProcess.Start(_lab, "run", "hill-climb");
        var answer = await host.EndAsync();
        answer.ExitCode.Should().Be(0);
        answer.Error.Should().Contain("warning: No commit is recorded: git says nothing of")
            .And.Contain("git config --global --add safe.directory /");
        _lab.Runs().Single().Tags.Should().NotContainKey("mlflow.source.git.commit");

        using var doctor = HostProcess.Start(_lab, "doctor");
        (await doctor.EndAsync()).Output.Should().Contain("safe.directory");
    }

    private async Task InitialiseAsync()
    {
        await GitAsync(_lab.Folder, "init", "-q");
        await GitAsync(_lab.Folder, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "first");
    }

    /// <summary>What git writes; nothing where it fails.</summary>
    private static async Task<string> GitAsync(string folder, params string[] arguments)
    {
        var command = new ProcessStartInfo("git", ["-C", folder, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var git = Process.Start(command)!;
        var output = await git.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        return git.ExitCode == 0 ? output.Trim() : "";
    }
}
