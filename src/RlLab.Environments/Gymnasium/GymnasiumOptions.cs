using System.Runtime.CompilerServices;

namespace RlLab.Environments.Gymnasium;

/// <summary>How a Python world is started.</summary>
public sealed record GymnasiumOptions
{
    /// <summary>The Python to start. Default: the environment variable <c>RLLAB_PYTHON</c>, else <c>python3</c> (<c>python</c> on Windows).</summary>
    public string Python
    {
        get;
        init => field = value.Length > 0 ? value : throw new ArgumentException("The Python to start has a name.", nameof(Python));
    }
    = DefaultPython();

    /// <summary>
    /// Keyword arguments for <c>gymnasium.make</c> or <c>parallel_env</c>: texts, numbers, truth values, and arrays of them, which arrive as
    /// tuples: <c>["frameskip"] = new[] { 2, 5 }</c>. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, object> Arguments { get; init; } = new Dictionary<string, object>();

    /// <summary>Modules to import before, which register their worlds: <c>ale_py</c>, say. Default: none.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>Folders to look for modules in, before Python's own. Default: none.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>Whether frames can be rendered, which slows some worlds down. Default: false.</summary>
    public bool Render { get; init; }

    /// <summary>
    /// Whether the <c>action_mask</c> of the world's infos, as Taxi gives one, is obeyed: it is had as <see cref="IActionMask"/>, and a masked action
    /// is refused. Default: false, and the world itself says what a masked action does; a mask of several agents is always obeyed.
    /// </summary>
    public bool ActionMask { get; init; }

    /// <summary>
    /// How long a step, a reset or a rendering may take before the process counts as hung and is ended; more than no time, up to 49 days. Default: 60
    /// seconds.
    /// </summary>
    public TimeSpan Timeout { get; init => field = Wait(value); } = TimeSpan.FromSeconds(60);

    /// <summary>How long Python may take to start and to import the world; more than no time, up to 49 days. Default: 120 seconds.</summary>
    public TimeSpan StartTimeout { get; init => field = Wait(value); } = TimeSpan.FromSeconds(120);

    private static string DefaultPython() =>
        Environment.GetEnvironmentVariable("RLLAB_PYTHON") is { Length: > 0 } given ? given : OperatingSystem.IsWindows() ? "python" : "python3";

    private static TimeSpan Wait(TimeSpan value, [CallerMemberName] string name = "") => value > TimeSpan.Zero && value <= TimeSpan.FromDays(49)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is more than no time, and at most 49 days.");
}
