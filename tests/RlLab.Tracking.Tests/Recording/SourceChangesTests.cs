using System.Diagnostics;

namespace RlLab.Tracking.Tests.Recording;

/// <summary>How a working tree differs from its commit, in a repository made for it.</summary>
public sealed class SourceChangesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SourceChangesTests()
    {
        Git("init", "-q");
        Write("kept.cs", "one\ntwo\n");
        Write(".gitignore", "ignored/\n");
        Git("add", ".");
        Git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-q", "-m", "first");
    }

    public void Dispose()
    {
        // Git keeps its objects read-only.
        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }

        _folder.Dispose();
    }

    [Fact]
    public void A_tree_that_is_the_commit_has_none() => Read().Should().BeNull();

    [Fact]
    public void Changed_lines_and_new_files_are_there_and_what_is_ignored_is_not()
    {
        Write("kept.cs", "one\n2\n");
        Write("new.cs", "three\n");
        Write("ignored/secret.txt", "four\n");

        Read().Should().Contain("-two").And.Contain("+2").And.Contain("+++ b/new.cs").And.Contain("+three").And.NotContain("four");
    }

    [Fact]
    public void It_can_be_applied_to_the_commit()
    {
        Write("kept.cs", "one\n2\n");
        Write("new.cs", "three\n");
        var changes = Read()!;
        File.Delete(_folder.File("new.cs"));
        Git("checkout", "-q", ".");
        Write("ignored/changes.diff", changes);

        Git("apply", "ignored/changes.diff");

        File.ReadAllText(_folder.File("kept.cs")).Should().Be("one\n2\n");
        File.ReadAllText(_folder.File("new.cs")).Should().Be("three\n");
    }

    [Fact]
    public void However_much_differs_it_is_a_megabyte_at_most_and_says_what_is_left_out()
    {
        Write("kept.cs", string.Concat(Enumerable.Range(0, 300_000).Select(i => $"line {i}\n")));
        Write("large.bin", new string('x', 200_000));

        Read()!.Length.Should().BeInRange(1_000_000, 1_000_100);
        Write("kept.cs", "one\n");
        Read().Should().Contain("new files are not shown: large.bin").And.NotContain("xxx");
    }

    private string? Read() => SourceChanges.Read(WorkingTree.Read(_folder.Path, out _)!);

    private void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        File.WriteAllText(_folder.File(name), content);
    }

    private void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", _folder.Path, .. arguments]) { UseShellExecute = false })!;
        git.WaitForExit();
        git.ExitCode.Should().Be(0);
    }
}
