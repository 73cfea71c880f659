using System.Security.Cryptography;
using TorchSharp;

namespace RlLab.Algorithms.Tests.Lanes;

/// <summary>A run that keeps a line for all that it is told, to the bit, with digests of the training's whole state now and then.</summary>
/// <param name="seed">The run's seed.</param>
/// <param name="stopAt">The safe point at which it is told to stop; null for none.</param>
/// <param name="from">What another run saved when it was stopped; null to begin from the start.</param>
internal sealed class TracedRun(long seed, int? stopAt = null, TracedRun? from = null) : IRun
{
    private const int DigestEvery = 37;

    private readonly CancellationTokenSource _stop = new();
    private int _safePoints = from?._safePoints ?? 0;
    private (byte[] State, byte[] Generators)? _saved;

    /// <summary>What was told, in order.</summary>
    public List<string> Trace { get; } = [.. from?.Trace ?? []];

    /// <summary>The points that were logged, in order.</summary>
    public List<(string Name, double Value)> Points { get; } = [.. from?.Points ?? []];

    public string Id => $"{seed:x32}";

    public long Seed => seed;

    public string Device => "cpu";

    public CancellationToken Stopping => _stop.Token;

    public TimeProvider Clock => TimeProvider.System;

    public bool Resume(IResumable training)
    {
        if (from?._saved is not { } saved)
        {
            return false;
        }

        using var generators = torch.tensor(saved.Generators);
        torch.set_rng_state(generators);
        using var reader = new BinaryReader(new MemoryStream(saved.State));
        training.RestoreState(reader);
        return true;
    }

    public void Checkpoint(long step, IResumable training)
    {
        if (++_safePoints % DigestEvery == 0)
        {
            Trace.Add($"state at {step}: {Digest(StateOf(training))} {Digest(Generators())}");
        }

        if (_safePoints == stopAt)
        {
            _saved = (StateOf(training), Generators());
            _safePoints--;
            _stop.Cancel();
        }

        Stopping.ThrowIfCancellationRequested();
    }

    public void LogMetric(string name, double value, long step)
    {
        if (!name.EndsWith("per_second", StringComparison.Ordinal))
        {
            Points.Add(($"{name} at {step}", value));
            Trace.Add($"{name} at {step}: {BitConverter.DoubleToInt64Bits(value):x16}");
        }
    }

    public void LogMetrics(long step, params ReadOnlySpan<Metric> metrics)
    {
        foreach (var metric in metrics)
        {
            LogMetric(metric.Name, metric.Value, step);
        }
    }

    public void LogParameter(string name, string value) => Trace.Add($"{name} = {value}");

    public void SetTag(string name, string value) => Trace.Add($"{name} := {value}");

    public void LogArtifact(string path, Action<Stream> write) => Trace.Add($"{path}: {Digest(Written(write))}");

    public void LogFigure(string path, Figure figure) => Trace.Add(path);

    public void LogVideo(string path, IEnumerable<Frame> frames, double framesPerSecond) =>
        Trace.Add($"{path}: {string.Join(' ', frames.Select(frame => Digest(frame.Pixels)))}");

    public void LogImage(string name, Frame image, long step) => Trace.Add($"{name} at {step}");

    public void SaveCheckpoint(string name, long step, Action<Stream> write) => Trace.Add($"{name} at {step}: {Digest(Written(write))}");

    public void ReportProgress(long step, long totalSteps)
    {
    }

    private static byte[] Generators()
    {
        using var state = torch.get_rng_state();
        return state.bytes.ToArray();
    }

    private static byte[] StateOf(IResumable training) => Written(stream =>
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        training.SaveState(writer);
    });

    private static byte[] Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
}
