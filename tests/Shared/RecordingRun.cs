namespace RlLab.Tests;

/// <summary>A run that keeps what is logged in memory.</summary>
internal sealed class RecordingRun(long seed = 0, string device = "cpu") : IRun
{
    public List<(string Name, double Value, long Step)> Metrics { get; } = [];

    public Dictionary<string, string> Parameters { get; } = [];

    public Dictionary<string, string> Tags { get; } = [];

    public Dictionary<string, byte[]> Artifacts { get; } = [];

    public Dictionary<string, Figure> Figures { get; } = [];

    public Dictionary<string, (IReadOnlyList<Frame> Frames, double FramesPerSecond)> Videos { get; } = [];

    public Dictionary<string, (long Step, byte[] Content)> Checkpoints { get; } = [];

    public CancellationTokenSource Stop { get; } = new();

    public string Id => "00000000000000000000000000000001";

    public long Seed => seed;

    public string Device => device;

    public CancellationToken Stopping => Stop.Token;

    public TimeProvider Clock => TimeProvider.System;

    public IReadOnlyList<double> Values(string name) => [.. Metrics.Where(m => m.Name == name).Select(m => m.Value)];

    public void LogMetric(string name, double value, long step) => Metrics.Add((name, value, step));

    public void LogMetrics(long step, params ReadOnlySpan<Metric> metrics)
    {
        foreach (var metric in metrics)
        {
            LogMetric(metric.Name, metric.Value, step);
        }
    }

    public void LogParameter(string name, string value) => Parameters.Add(name, value);

    public void SetTag(string name, string value) => Tags[name] = value;

    public void LogArtifact(string path, Action<Stream> write) => Artifacts[path] = Written(write);

    public void LogFigure(string path, Figure figure) => Figures[path] = figure;

    public void LogVideo(string path, IEnumerable<Frame> frames, double framesPerSecond) => Videos[path] = ([.. frames], framesPerSecond);

    public void SaveCheckpoint(string name, long step, Action<Stream> write) => Checkpoints[name] = (step, Written(write));

    public void ReportProgress(long step, long totalSteps)
    {
    }

    private static byte[] Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }
}
