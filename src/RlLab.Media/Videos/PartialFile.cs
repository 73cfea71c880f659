namespace RlLab.Media;

/// <summary>A file that takes its name only when it is whole, and is gone otherwise.</summary>
/// <remarks>It keeps the extension, by which encoders know the format.</remarks>
internal sealed class PartialFile(string path) : IDisposable
{
    /// <summary>Where to write meanwhile, beside the file itself.</summary>
    public string Path { get; } = System.IO.Path.ChangeExtension(path, ".partial" + System.IO.Path.GetExtension(path));

    /// <summary>Gives the file its name, in place of one that is there already.</summary>
    public void Complete() => File.Move(Path, path, overwrite: true);

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Path);
}
