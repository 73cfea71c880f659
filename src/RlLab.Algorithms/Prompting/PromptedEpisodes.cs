using RlLab.Algorithms.Reinforce;

namespace RlLab.Algorithms.Prompting;

/// <summary>The steps of some episodes, as a listener lived them.</summary>
[Checkpointed]
internal sealed partial class PromptedEpisodes
{
    private readonly List<float> _rewards = [];
    private int _episodeStart;

    /// <summary>What the speaker saw when it said what the listener hears in this step; zeros in an episode's first step.</summary>
    public List<float> Seen { get; } = [];

    /// <summary>1 where something was said before, 0 in an episode's first step.</summary>
    public List<float> Spoken { get; } = [];

    public List<float> Own { get; } = [];

    public List<float> Message { get; } = [];

    public List<float> Allowed { get; } = [];

    public List<long> Actions { get; } = [];

    public List<float> Returns { get; } = [];

    public int Steps => Actions.Count;

    public void Reward(double reward) => _rewards.Add((float)reward);

    public void EndEpisode(double discount)
    {
        var returns = new float[_rewards.Count - _episodeStart];
        Reinforce.Returns.Discounted([.. _rewards.Skip(_episodeStart)], discount, returns);
        Returns.AddRange(returns);
        _episodeStart = _rewards.Count;
    }

    public void Clear()
    {
        foreach (var numbers in (List<float>[])[_rewards, Seen, Spoken, Own, Message, Allowed, Returns])
        {
            numbers.Clear();
        }

        Actions.Clear();
        _episodeStart = 0;
    }
}
