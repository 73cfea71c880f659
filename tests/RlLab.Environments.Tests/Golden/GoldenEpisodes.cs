using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RlLab.Environments.Tests;

/// <summary>Episodes that Gymnasium played; the script beside them says how.</summary>
/// <typeparam name="TAction">An action.</typeparam>
public sealed record GoldenEpisodes<TAction>(
    [property: JsonPropertyName("max_episode_steps")] int MaxEpisodeSteps,
    [property: JsonPropertyName("episodes")] GoldenEpisode<TAction>[] Episodes)
{
    public static GoldenEpisodes<TAction> Read(string environment)
    {
        var directory = typeof(GoldenEpisodes<TAction>).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "GoldenDirectory").Value!;
        using var file = File.OpenRead(Path.Combine(directory, $"gymnasium-{environment}.json"));
        return JsonSerializer.Deserialize<GoldenEpisodes<TAction>>(file, JsonSerializerOptions.Web)!;
    }

    /// <summary>Replays every episode and holds states, observations, rewards and flags against Gymnasium's.</summary>
    /// <param name="world">The world, with Gymnasium's time limit.</param>
    /// <param name="setState">Starts an episode of it from a state.</param>
    /// <param name="getState">Its state.</param>
    public void ShouldReplayIn(World<float, TAction> world, Action<double[]> setState, Func<double[]> getState)
    {
        const double tolerance = 1e-6;
        world.TimeLimit.Should().Be(MaxEpisodeSteps);
        var observation = new float[world.ObservationSpace.Length];
        foreach (var episode in Episodes)
        {
            setState(episode.State);
            for (var t = 0; t < episode.Actions.Length; t++)
            {
                var result = world.Step(episode.Actions[t], observation);
                var where = $"seed {episode.Seed}, step {t}";
                Differences(getState(), episode.States[t]).Should().BeLessThan(tolerance, where);
                Differences([.. observation.Select(x => (double)x)], episode.Observations[t]).Should().BeLessThan(tolerance, where);
                Differences([result.Reward], [episode.Rewards[t]]).Should().BeLessThan(tolerance, where);
                (result.Terminated, result.Truncated).Should().Be((episode.Terminated[t], episode.Truncated[t]), where);
            }
        }
    }

    /// <summary>
    /// Holds each step, taken from the state that Gymnasium was in, against Gymnasium's: for worlds in which the last digit grows to all of them.
    /// </summary>
    /// <param name="world">The world.</param>
    /// <param name="setState">Starts an episode of it from a state.</param>
    /// <param name="getState">Its state.</param>
    public void ShouldStepIn(World<float, TAction> world, Action<double[]> setState, Func<double[]> getState)
    {
        const double tolerance = 1e-6;
        world.TimeLimit.Should().Be(MaxEpisodeSteps);
        var observation = new float[world.ObservationSpace.Length];
        foreach (var episode in Episodes)
        {
            for (var t = 0; t < episode.Actions.Length; t++)
            {
                setState(t == 0 ? episode.State : episode.States[t - 1]);
                var result = world.Step(episode.Actions[t], observation);
                var where = $"seed {episode.Seed}, step {t}";
                Differences(getState(), episode.States[t]).Should().BeLessThan(tolerance, where);
                Differences([.. observation.Select(x => (double)x)], episode.Observations[t]).Should().BeLessThan(tolerance, where);
                Differences([result.Reward], [episode.Rewards[t]]).Should().BeLessThan(tolerance, where);
                result.Terminated.Should().Be(episode.Terminated[t], where);
            }
        }
    }

    private static double Differences(double[] actual, double[] expected) =>
        actual.Zip(expected, (a, b) => Math.Abs(a - b) / Math.Max(1, Math.Abs(b))).Max();
}

public sealed record GoldenEpisode<TAction>(
    long Seed, double[] State, TAction[] Actions, double[][] States, double[][] Observations, double[] Rewards, bool[] Terminated, bool[] Truncated);
