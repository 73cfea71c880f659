namespace RlLab.Testing;

/// <summary>
/// A run that keeps what is logged in memory, for a test that trains; it does not seed torch, which the test does where that matters.
/// </summary>
/// <param name="seed">The seed of everything random in the run.</param>
/// <param name="device">Where tensors shall live, in <c>torch.device</c>'s words.</param>
public sealed class RecordingRun(long seed = 0, string device = "cpu") : IRun
{
    /// <summary>Every point that was logged, in the order of logging.</summary>
    public List<(string Name, double Value, long Step)> Metrics { get; } = [];

    /// <summary>Parameters, by name; one that is logged twice is refused.</summary>
    public Dictionary<string, string> Parameters { get; } = [];

    /// <summary>Tags with their last value, by name.</summary>
    public Dictionary<string, string> Tags { get; } = [];

    /// <summary>The content of each file that was kept, by path.</summary>
    public Dictionary<string, byte[]> Artifacts { get; } = [];

    /// <summary>Pictures, by path.</summary>
    public Dictionary<string, Figure> Figures { get; } = [];

    /// <summary>Images, by name and step.</summary>
    public Dictionary<(string Name, long Step), Frame> Images { get; } = [];

    /// <summary>What the run learns from, in the order of logging.</summary>
    public List<RunInput> Inputs { get; } = [];

    /// <summary>Videos, by path: all their frames, and how many of them are shown in a second.</summary>
    public Dictionary<string, (IReadOnlyList<Frame> Frames, double FramesPerSecond)> Videos { get; } = [];

    /// <summary>The last checkpoint of each name.</summary>
    public Dictionary<string, (long Step, byte[] Content)> Checkpoints { get; } = [];

    /// <summary>Cancel it, and training is told to stop.</summary>
    public CancellationTokenSource Stop { get; } = new();

    /// <inheritdoc/>
    public string Id => "00000000000000000000000000000001";

    /// <inheritdoc/>
    public long Seed => seed;

    /// <inheritdoc/>
    public string Device => device;

    /// <inheritdoc/>
    public CancellationToken Stopping => Stop.Token;

    /// <inheritdoc/>
    public TimeProvider Clock => TimeProvider.System;

    /// <summary>What to play instead of training. Default: null, which trains.</summary>
    public Playback? Playback { get; init; }

    /// <summary>The weights to start from. Default: null, the network's own.</summary>
    public StartingWeights? StartingWeights { get; init; }

    /// <summary>The values of one metric, in the order of logging; none where it was never logged.</summary>
    /// <param name="name">The metric.</param>
    public IReadOnlyList<double> Values(string name) => [.. Metrics.Where(m => m.Name == name).Select(m => m.Value)];

    /// <inheritdoc/>
    public void LogMetric(string name, double value, long step) => Metrics.Add((name, value, step));

    /// <inheritdoc/>
    public void LogMetrics(long step, params ReadOnlySpan<Metric> metrics)
    {
        foreach (var metric in metrics)
        {
            LogMetric(metric.Name, metric.Value, step);
        }
    }

    /// <inheritdoc/>
    public void LogParameter(string name, string value) => Parameters.Add(name, value);

    /// <inheritdoc/>
    public void SetTag(string name, string value) => Tags[name] = value;

    /// <inheritdoc/>
    public void LogArtifact(string path, Action<Stream> write) => Artifacts[path] = Written(write);

    /// <inheritdoc/>
    public void LogFigure(string path, Figure figure) => Figures[path] = figure;

    /// <inheritdoc/>
    public void LogVideo(string path, IEnumerable<Frame> frames, double framesPerSecond) => Videos[path] = ([.. frames], framesPerSecond);

    /// <inheritdoc/>
    public void LogImage(string name, Frame image, long step) => Images[(name, step)] = image;

    /// <inheritdoc/>
    public void LogInput(RunInput input) => Inputs.Add(input);

    /// <inheritdoc/>
    public void SaveCheckpoint(string name, long step, Action<Stream> write) => Checkpoints[name] = (step, Written(write));

    /// <inheritdoc/>
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
