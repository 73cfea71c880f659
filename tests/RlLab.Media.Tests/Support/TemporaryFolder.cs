namespace RlLab.Media.Tests.Support;

/// <summary>A folder that is gone after the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("rllab-media-").FullName;

    public IEnumerable<string> Files => Directory.EnumerateFileSystemEntries(Path).Select(f => System.IO.Path.GetFileName(f));

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
