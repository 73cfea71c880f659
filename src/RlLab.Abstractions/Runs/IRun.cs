namespace RlLab;

/// <summary>One training with one setting and one seed, and where all that it finds out is kept.</summary>
/// <remarks>
/// Whatever is logged is in the run's journal on disk when the call returns; sending it to MLflow happens behind the training,
/// and an outage there stops nothing. Safe for use from several threads. The run ends with the task of <see cref="IExperiment.Train"/>; a call that
/// comes later keeps nothing, throws <see cref="InvalidOperationException"/>, and is told on standard error.
/// </remarks>
public interface IRun
{
    /// <summary>The run's own identity: 32 hexadecimal digits, the same in the journal and in MLflow's tag <c>rllab.run</c>.</summary>
    string Id { get; }

    /// <summary>The seed of everything random in the run. <c>torch.manual_seed</c> has been called with it.</summary>
    long Seed { get; }

    /// <summary>Where tensors live, in <c>torch.device</c>'s words: <c>cpu</c> or <c>cuda:0</c>.</summary>
    string Device { get; }

    /// <summary>Signalled when the run shall stop; training then throws <see cref="OperationCanceledException"/> at its next safe point.</summary>
    CancellationToken Stopping { get; }

    /// <summary>The clock that times are taken from, such as a run's steps per second.</summary>
    TimeProvider Clock { get; }

    /// <summary>
    /// What to show instead of training; null to train, as nearly always. A trainer that is asked to play loads its policy, plays, and logs
    /// <c>episode/return</c> and <c>episode/length</c> at the episode's number, and a film of each episode where the world can be drawn.
    /// </summary>
    Playback? Playback => null;

    /// <summary>
    /// The weights that the network starts from; null for its own random ones, and in a run that is taken up, which has its weights. A trainer asks
    /// for them before it makes anything of the network.
    /// </summary>
    StartingWeights? StartingWeights => null;

    /// <summary>Logs one point of a metric.</summary>
    /// <param name="name">The metric: at most 250 letters, digits, <c>_ - . /</c> and spaces; before the last slash stands the chart's group.</param>
    /// <param name="value">The value; NaN and infinities are kept as such.</param>
    /// <param name="step">Environment steps so far, or updates where there is no environment.</param>
    void LogMetric(string name, double value, long step);

    /// <summary>Logs points of several metrics at one step, which costs less than one by one.</summary>
    /// <param name="step">Environment steps so far, or updates where there is no environment.</param>
    /// <param name="metrics">Names and values.</param>
    void LogMetrics(long step, params ReadOnlySpan<Metric> metrics);

    /// <summary>Logs a parameter; it cannot change afterwards.</summary>
    /// <param name="name">The parameter, in the same characters as a metric's name.</param>
    /// <param name="value">At most 6,000 characters.</param>
    void LogParameter(string name, string value);

    /// <summary>Sets a tag; a later value replaces an earlier one.</summary>
    /// <param name="name">The tag, in the same characters as a metric's name.</param>
    /// <param name="value">At most 5,000 characters.</param>
    void SetTag(string name, string value);

    /// <summary>Keeps a file with the run.</summary>
    /// <param name="path">
    /// Its name within the run, folders separated by slashes: <c>notes/summary.md</c>. An earlier file of that name is replaced.
    /// </param>
    /// <param name="write">Writes the content.</param>
    void LogArtifact(string path, Action<Stream> write);

    /// <summary>Keeps a picture with the run, as SVG.</summary>
    /// <param name="path">Its name within the run, without extension.</param>
    /// <param name="figure">What to draw.</param>
    void LogFigure(string path, Figure figure);

    /// <summary>Keeps a video with the run: H.264 in mp4 where ffmpeg is on the PATH, else an animated PNG.</summary>
    /// <param name="path">Its name within the run, without extension.</param>
    /// <param name="frames">The frames, all of one size; they are read once, in order, and not at all in a sweep with <c>--films off</c>.</param>
    /// <param name="framesPerSecond">How fast it plays.</param>
    void LogVideo(string path, IEnumerable<Frame> frames, double framesPerSecond);

    /// <summary>Keeps an image of a step, as PNG: MLflow's pages show those of one name with a slider over steps.</summary>
    /// <param name="name">The images' name, in the same characters as a metric's.</param>
    /// <param name="image">The image.</param>
    /// <param name="step">Environment steps so far. An earlier image of that name and step is replaced.</param>
    void LogImage(string name, Frame image, long step);

    /// <summary>Records what the run learns from or is measured on: a world and its version, a set of data. RlLab's trainers do so.</summary>
    /// <param name="input">The world or set of data; the same again is let pass. Default: it is not kept.</param>
    void LogInput(RunInput input)
    {
    }

    /// <summary>Keeps a checkpoint with the run; it replaces the last one of its name.</summary>
    /// <param name="name"><c>best</c> or <c>last</c>, say; without an extension it becomes <c>best.dat</c>, as TorchSharp's users call it.</param>
    /// <param name="step">Environment steps so far; stored beside it.</param>
    /// <param name="write">Writes the checkpoint, in <c>module.save</c>'s format for a network.</param>
    void SaveCheckpoint(string name, long step, Action<Stream> write);

    /// <summary>
    /// Takes a training up where the run was stopped or killed. Call it once, when all that the training needs is made and before it begins.
    /// </summary>
    /// <param name="training">All that changes as training goes on, made as for a new run; it takes over the state that was saved.</param>
    /// <returns>Whether it did; false in a run that begins, which leaves the training as it is.</returns>
    /// <exception cref="InvalidDataException">The state that was saved is not one of this training.</exception>
    bool Resume(IResumable training) => false;

    /// <summary>
    /// Marks a place of the training's loop from which it could go on later. Call it there in every round: it costs next to nothing until it is time
    /// to save the state, which happens here.
    /// </summary>
    /// <param name="step">Environment steps so far.</param>
    /// <param name="training">What <see cref="Resume"/> was given.</param>
    /// <exception cref="OperationCanceledException">The run shall stop; the state is saved.</exception>
    void Checkpoint(long step, IResumable training) => Stopping.ThrowIfCancellationRequested();

    /// <summary>Tells how far the run is, for the progress display; it is not kept.</summary>
    /// <param name="step">Environment steps so far.</param>
    /// <param name="totalSteps">Steps at which it ends at the latest; may be an estimate that changes.</param>
    void ReportProgress(long step, long totalSteps);
}

/// <summary>A metric's name and one value of it.</summary>
/// <param name="Name">The metric.</param>
/// <param name="Value">The value.</param>
public readonly record struct Metric(string Name, double Value)
{
    /// <summary>A metric written as <c>("train/return", 12.5)</c>.</summary>
    public static implicit operator Metric((string Name, double Value) pair) => new(pair.Name, pair.Value);
}
