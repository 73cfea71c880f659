using System.Text;

namespace RlLab.Cli;

/// <summary>Looks at a log that another process may be writing.</summary>
internal static class LogFile
{
    private const int Tail = 2_000;

    /// <summary>Its length in bytes; 0 where there is none.</summary>
    /// <param name="path">The file.</param>
    public static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    /// <summary>The last line that says something; null where none does.</summary>
    /// <param name="path">The file.</param>
    public static string? LastLine(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(-Math.Min(Tail, file.Length), SeekOrigin.End);
            using var reader = new StreamReader(file, Encoding.UTF8);
            return reader.ReadToEnd().Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
