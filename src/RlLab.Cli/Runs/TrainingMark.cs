using RlLab.Journal;
using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>
/// A file that lies in <c>.rllab/training</c> while a run or a sweep goes on. One that is left there tells the next command that a process vanished
/// without a word: a crash, <c>kill -9</c>, a power cut.
/// </summary>
internal static class TrainingMark
{
    /// <summary>Sets a mark until disposed.</summary>
    /// <param name="lab">The folder <c>.rllab</c>.</param>
    /// <param name="run">The run's identity, or the sweep's.</param>
    public static IDisposable Set(string lab, string run)
    {
        var file = FileOf(lab, run);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.Create(file).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only what would be told afterwards is lost; a disk that takes no empty file will be told of by the run's own record.
        }

        return new Mark(lab, run);
    }

    /// <summary>Removes a mark, if it is there.</summary>
    public static void Remove(string lab, string run)
    {
        try
        {
            File.Delete(FileOf(lab, run));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is looked at, found to be of a run that has ended, and passed over.
        }
    }

    /// <summary>The runs and sweeps whose process vanished since this was asked last.</summary>
    public static IReadOnlyList<RunLog> TakeInterrupted(string lab)
    {
        var folder = Path.Combine(lab, "training");
        string[] marks = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        return [.. marks.Select(mark => Take(lab, Path.GetFileName(mark))).OfType<RunLog>()];
    }

    private static RunLog? Take(string lab, string run)
    {
        try
        {
            var log = RunLog.TryRead(Path.Combine(LabDirectory.Runs(lab), run));
            if (log is not { Status: RunStatus.Running })
            {
                Remove(lab, run);
            }

            return log is { Status: RunStatus.Interrupted } ? log : null;
        }
        catch (JournalException)
        {
            Remove(lab, run);
            return null;
        }
    }

    private static string FileOf(string lab, string run) => Path.Combine(lab, "training", run);

    private sealed class Mark(string lab, string run) : IDisposable
    {
        public void Dispose() => Remove(lab, run);
    }
}
