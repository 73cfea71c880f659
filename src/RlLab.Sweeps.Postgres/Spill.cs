using RlLab.Journal;

namespace RlLab.Sweeps.Postgres;

/// <summary>Keeps on disk what could not be told to the database, until it is. Not safe for use from several threads.</summary>
/// <param name="folder">The folder.</param>
/// <param name="sweep">The sweep.</param>
/// <param name="worker">This worker.</param>
internal sealed class Spill(string folder, string sweep, string worker) : IDisposable
{
    private const string Extension = ".journal";

    private readonly Queue<SweepEvent> _waiting = new();
    private JournalWriter? _file;

    /// <summary>The file that it is kept in.</summary>
    public string Path { get; } = System.IO.Path.Combine(folder, $"{sweep}-{worker}{Extension}");

    /// <summary>Keeps an entry.</summary>
    /// <exception cref="JournalException">The file cannot be written.</exception>
    public void Add(SweepEvent entry)
    {
        Directory.CreateDirectory(folder);
        _file ??= JournalWriter.Open(Path);
        _file.Append(entry.ToJson());
        _file.Flush();
        _waiting.Enqueue(entry);
    }

    /// <summary>Tells all that is kept, and lets go of it.</summary>
    /// <param name="tell">Tells one entry; where it throws, the rest is kept. Twice the same is told where a process dies in between.</param>
    /// <returns>How many were told.</returns>
    public int Send(Action<SweepEvent> tell)
    {
        var sent = 0;
        for (; _waiting.TryPeek(out var entry); sent++)
        {
            tell(entry);
            _waiting.Dequeue();
        }

        if (sent > 0)
        {
            LetGo(_file!);
            _file = null;
        }

        return sent;
    }

    /// <summary>Tells what workers kept that are gone.</summary>
    /// <param name="tell">Tells one entry.</param>
    public void SendLeftovers(Action<SweepEvent> tell)
    {
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, $"{sweep}-*{Extension}") : [])
        {
            try
            {
                using var left = JournalWriter.Open(file);
                foreach (var record in JournalReader.Read(file))
                {
                    if (SweepEvent.FromJson(record.Payload.Span) is { } entry)
                    {
                        tell(entry);
                    }
                }

                LetGo(left);
            }
            catch (JournalBusyException)
            {
                // Its worker goes on, and tells it itself.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static void LetGo(JournalWriter file)
    {
        File.Delete(file.Path);
        file.Dispose();
    }
}
