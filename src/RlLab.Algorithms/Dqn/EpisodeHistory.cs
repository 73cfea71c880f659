namespace RlLab.Algorithms.Dqn;

/// <summary>What an episode was like.</summary>
/// <param name="Return">The sum of its rewards.</param>
/// <param name="RewardMean">Their mean.</param>
/// <param name="ValueMean">The mean value of the actions that were chosen greedily; NaN where none was.</param>
/// <param name="Length">Its steps.</param>
internal readonly record struct EpisodeRecord(double Return, double RewardMean, double ValueMean, long Length);

/// <summary>All training episodes, for a picture of the whole training.</summary>
[Checkpointed]
internal sealed partial class EpisodeHistory
{
    private readonly List<EpisodeRecord> _episodes = [];

    public void Add(EpisodeRecord episode) => _episodes.Add(episode);

    /// <summary>Four panels over the episodes: mean reward, mean value, sum of rewards, duration.</summary>
    public Figure ToFigure() => new(
        "Training episodes",
        [
            Panel("Mean reward", "reward a step", episode => episode.RewardMean),
            Panel("Mean value", "Q of the chosen actions", episode => episode.ValueMean),
            Panel("Sum of rewards", "return", episode => episode.Return),
            Panel("Duration", "steps", episode => episode.Length),
        ],
        Columns: 2);

    private LinePanel Panel(string title, string unit, Func<EpisodeRecord, double> value) => new(
        title, "episode", unit, [new Line("", [.. Enumerable.Range(1, _episodes.Count).Select(i => (double)i)], [.. _episodes.Select(value)])]);
}
