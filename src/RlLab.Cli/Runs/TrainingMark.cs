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
    /// <param name="spare">The file to take for it, and to leave afterwards. Default: null, a new one, which is deleted.</param>
    public static IDisposable Set(string lab, string run, Spare? spare = null)
    {
        var file = FileOf(lab, run);
        try
        {
            if (spare is null || !spare.TryMoveTo(file))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.Create(file).Dispose();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only what would be told afterwards is lost; a disk that takes no empty file will be told of by the run's own record.
        }

        return new Mark(lab, run, spare);
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

    private sealed class Mark(string lab, string run, Spare? spare) : IDisposable
    {
        public void Dispose()
        {
            if (spare is null || !spare.TryTake(FileOf(lab, run)))
            {
                Remove(lab, run);
            }
        }
    }

    /// <summary>
    /// A mark between two runs of one process. To create and delete a file for each short run is dear: some file systems look at every file that was
    /// deleted lately before they create one. Whoever comes upon it takes it for one of a run that is not there, and removes it; then the next run
    /// gets a new one.
    /// </summary>
    /// <param name="lab">The folder <c>.rllab</c>.</param>
    internal sealed class Spare(string lab) : IDisposable
    {
        private readonly string _file = FileOf(lab, $"spare-{Guid.NewGuid():n}");

        /// <summary>Makes it a mark; false where there is none.</summary>
        public bool TryMoveTo(string mark) => TryMove(_file, mark);

        /// <summary>Takes a mark back; false where it is gone.</summary>
        public bool TryTake(string mark) => TryMove(mark, _file);

        /// <summary>Deletes it.</summary>
        public void Dispose() => Remove(lab, Path.GetFileName(_file));

        private static bool TryMove(string from, string to)
        {
            if (!File.Exists(from))
            {
                return false;
            }

            try
            {
                File.Move(from, to, overwrite: true);
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }
}
