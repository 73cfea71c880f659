namespace RlLab.Tracking;

/// <summary>Where files lie. Each does one try of what it is asked; paths are checked and relative to one run or model.</summary>
internal interface IArtifactStore
{
    /// <summary>What lies in a folder; null for the top.</summary>
    IAsyncEnumerable<MlflowFile> ListAsync(string? folder, CancellationToken cancellation);

    /// <summary>Opens a file, in one try.</summary>
    Task<Stream> OpenAsync(string path, CancellationToken cancellation);

    /// <summary>Writes a file; <paramref name="open"/> gives its content, from where it is to be read on, anew for each try.</summary>
    Task WriteAsync(string path, Func<Stream> open, long length, CancellationToken cancellation);

    /// <summary>Deletes a file, or a folder with what is in it.</summary>
    Task DeleteAsync(string path, CancellationToken cancellation);
}
