using RlLab.Journal;

namespace RlLab.Tracking;

/// <summary>Counts what a run's journal holds and a server has not acknowledged.</summary>
internal static class UnsentCount
{
    /// <summary>What is reported of a run that the server has completely.</summary>
    public static RunReport Nothing(string folder, RunHeader header, ShippingPosition position) => new(folder, header)
    {
        MlflowRunId = position.RunId,
        MlflowExperimentId = position.ExperimentId,
        Refused = [.. position.Refused.Values],
    };

    /// <summary>What is reported of any run, read from its journal.</summary>
    public static RunReport Report(string folder, RunHeader header, ShippingPosition position)
    {
        // Asked before reading: a writer that ends meanwhile has recorded its end by the time that is read.
        var isRecorded = JournalWriter.IsOpen(RunFolder.Journal(folder));
        var (points, values) = (0L, 0L);
        RunEnded? end = null;
        var artifacts = new Dictionary<string, ArtifactKept>();
        foreach (var (@event, record) in new RunEventReader(RunFolder.Journal(folder)).Read())
        {
            var isUnsent = record.NextOffset > position.Offset;
            switch (@event)
            {
                case MetricsLogged metrics when isUnsent: points += metrics.Values.Length; break;
                case SystemMeasured measured when isUnsent: points += measured.Values.Length; break;
                case ParameterLogged or TagSet or InputLogged when isUnsent: values++; break;
                case ArtifactKept artifact: artifacts[artifact.Path] = artifact; break;
                case RunResumed: end = null; break;
                case RunEnded ended: end = ended; break;
            }
        }

        return Nothing(folder, header, position) with
        {
            UnsentPoints = points,
            UnsentValues = values,
            UnsentArtifacts = [.. artifacts.Values.Where(kept => !position.IsSettled(kept)).Select(kept => kept.Path)],
            IsEndUnsent = end is not null
                ? (position.Status, position.EndTime) != (RunEvents.Word(end.Status), end.Time)
                : !position.IsInterrupted && !isRecorded,
        };
    }
}
