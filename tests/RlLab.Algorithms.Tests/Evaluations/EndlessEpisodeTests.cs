using RlLab.Tests;

namespace RlLab.Algorithms.Tests.Evaluations;

/// <summary>A world that never ends an episode, where one is played to its end.</summary>
public sealed class EndlessEpisodeTests
{
    private const string Word =
        "An episode of MatchWorld that is played to its end has not ended after 1,000,000 steps: put the world into a TimeLimit.";

    [Fact]
    public async Task An_evaluation_names_it()
    {
        using var world = new MatchWorld(steps: 0);
        var evaluate = async () => await Evaluation.Of(new Heads(), world, episodes: 1, seed: 1);
        await evaluate.Should().ThrowAsync<InvalidOperationException>().WithMessage(Word);
    }

    [Fact]
    public void A_film_and_what_is_played_name_it()
    {
        using var world = new MatchWorld(steps: 0);
        world.Invoking(w => Evaluation.Film(new Heads(), w, w, seed: 1).Count()).Should().Throw<InvalidOperationException>().WithMessage(Word);
        var run = new RecordingRun { Playback = new Playback(1, () => Stream.Null) };
        world.Invoking(w => Playing.Of(run, new Heads(), w)).Should().Throw<InvalidOperationException>().WithMessage(Word);
    }

    private sealed class Heads : IPolicy<float, int>
    {
        public int Act(ReadOnlySpan<float> observation, ReadOnlySpan<bool> allowed = default) => 1;
    }
}
