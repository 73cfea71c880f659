using RlLab;

namespace Benchmarks.Experiments;

/// <summary>A run that keeps nothing, however long it goes on.</summary>
/// <param name="seed">The seed.</param>
/// <param name="stopping">Tells it to stop.</param>
/// <param name="films">Whether films are drawn.</param>
internal sealed class SilentRun(long seed, CancellationToken stopping, bool films = true) : IRun
{
    public string Id => "00000000000000000000000000000001";

    public long Seed => seed;

    public string Device => "cpu";

    public CancellationToken Stopping => stopping;

    public TimeProvider Clock => TimeProvider.System;

    public void LogMetric(string name, double value, long step)
    {
    }

    public void LogMetrics(long step, params ReadOnlySpan<Metric> metrics)
    {
    }

    public void LogParameter(string name, string value)
    {
    }

    public void SetTag(string name, string value)
    {
    }

    public void LogArtifact(string path, Action<Stream> write) => write(Stream.Null);

    public void LogFigure(string path, Figure figure)
    {
    }

    /// <summary>Drawn and thrown away: the policy acts while it is filmed.</summary>
    public void LogVideo(string path, IEnumerable<Frame> frames, double framesPerSecond) => _ = films ? frames.Count() : 0;

    public void LogImage(string name, Frame image, long step)
    {
    }

    /// <summary>Written and thrown away: saving is a part of training.</summary>
    public void SaveCheckpoint(string name, long step, Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
    }

    public void ReportProgress(long step, long totalSteps)
    {
    }
}
