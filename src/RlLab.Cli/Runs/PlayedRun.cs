using RlLab.Media;

namespace RlLab.Cli;

/// <summary>The run that an experiment plays with: it shows and films, and keeps nothing.</summary>
/// <param name="host">What the command takes from the world around it.</param>
/// <param name="policy">What is played.</param>
/// <param name="seed">Seeds the world.</param>
/// <param name="device">Where to play.</param>
/// <param name="playback">How to play it.</param>
/// <param name="watch">Is shown the frames of each episode as they come, and passes them on.</param>
/// <param name="film">Keeps each episode's film: told its name, the frames and how many of them a second has. Null keeps none.</param>
/// <param name="stopping">Signalled when playing shall stop.</param>
internal sealed class PlayedRun(
    HostContext host,
    LearnedPolicy policy,
    long seed,
    string device,
    Playback playback,
    Func<IEnumerable<Frame>, double, IEnumerable<Frame>> watch,
    Action<string, IEnumerable<Frame>, double>? film,
    CancellationToken stopping) : IRun
{
    private bool _plays;

    public string Id => policy.Log.Header.Id;

    public long Seed => seed;

    public string Device => device;

    public CancellationToken Stopping => stopping;

    public TimeProvider Clock => host.Clock;

    /// <summary>Metrics of each episode, in order: <c>episode/return</c> and <c>episode/length</c>.</summary>
    public List<(long Episode, double Return, double Length)> Episodes { get; } = [];

    public Playback? Playback
    {
        get
        {
            _plays = true;
            return playback;
        }
    }

    /// <summary>Has the experiment play, on a thread of its own.</summary>
    /// <param name="screen">Where to warn.</param>
    /// <exception cref="UserException">It trains, logs no episode where none was to be exported, or can do neither of what it is asked.</exception>
    public async Task PlayAsync(Screen screen)
    {
        host.LeaveStreamsToTheRun();
        try
        {
            await Task.Factory.StartNew(
                () => new TrainingContext(() => { }, what => screen.Note($"warning: {what}"), TimeSpan.Zero, host.Clock)
                    .Run(() => policy.Experiment.Create(policy.Parameters).Train(this)),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        }
        catch (NotSupportedException e)
        {
            throw new UserException(e.Message, ExitCode.Failed);
        }

        // What only predicts has no episodes, and can be exported all the same.
        if (Episodes.Count == 0 && playback.Export is null)
        {
            throw new UserException(
                "The experiment was asked to play and logged no episode: its trainer took IRun.Playback and did not play.", ExitCode.Failed);
        }
    }

    public void LogMetric(string name, double value, long step) => LogMetrics(step, (name, value));

    public void LogMetrics(long step, params ReadOnlySpan<Metric> metrics)
    {
        ThrowIfTraining();
        var (@return, length) = (double.NaN, double.NaN);
        foreach (var (name, value) in metrics)
        {
            (@return, length) = name switch
            {
                "episode/return" => (value, length),
                "episode/length" => (@return, value),
                _ => (@return, length),
            };
        }

        if (!double.IsNaN(@return))
        {
            Episodes.Add((step, @return, length));
        }
    }

    public void LogVideo(string path, IEnumerable<Frame> frames, double framesPerSecond)
    {
        ThrowIfTraining();
        var watched = watch(frames, framesPerSecond);
        if (film is null)
        {
            _ = watched.Count();
        }
        else
        {
            film(path, watched, framesPerSecond);
        }
    }

    public void LogParameter(string name, string value)
    {
    }

    public void SetTag(string name, string value)
    {
    }

    public void LogArtifact(string path, Action<Stream> write) => ThrowIfTraining();

    public void LogFigure(string path, Figure figure) => ThrowIfTraining();

    public void LogImage(string name, Frame image, long step) => ThrowIfTraining();

    public void SaveCheckpoint(string name, long step, Action<Stream> write) => ThrowIfTraining();

    public void ReportProgress(long step, long totalSteps) => ThrowIfTraining();

    /// <summary>An experiment whose trainer never asks for the playback would train instead; its first word ends it.</summary>
    private void ThrowIfTraining()
    {
        if (!_plays)
        {
            throw new UserException(
                "The experiment trains where it was asked to play: its trainer does not look at IRun.Playback. RlLab's trainers do; one of your own "
                + "does with 'if (run.Playback is { } playback) { ... Playing.Of(run, policy, world); return; }'.",
                ExitCode.Failed);
        }
    }
}
