using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>Plays episodes with a learned policy, to be looked at.</summary>
public static class Playing
{
    /// <summary>Gives a network the weights to play with, and has it evaluate: it normalises by what it has learned, and drops nothing out.</summary>
    /// <param name="network">The network, built as the run that saved the checkpoint built it.</param>
    /// <param name="playback">Has the checkpoint.</param>
    /// <exception cref="ArgumentException">The checkpoint is of another network.</exception>
    public static void Load(Module network, Playback playback)
    {
        using var checkpoint = playback.OpenCheckpoint();
        network.load(checkpoint);
        network.eval();
    }

    /// <summary>
    /// Plays as many episodes as a run asks for, and logs each with its film; where it asks for that, writes the policy to a file before.
    /// </summary>
    /// <typeparam name="TElement">What an observation is made of.</typeparam>
    /// <typeparam name="TAction">An action.</typeparam>
    /// <param name="run">
    /// Asks for them with <see cref="IRun.Playback"/>, and receives <c>episode/return</c> and <c>episode/length</c> at the episode's number, and a
    /// video <c>episode-N</c> where the world can be drawn. Its seed seeds the world once, before the first episode.
    /// </param>
    /// <param name="policy">The policy, with what it has learned.</param>
    /// <param name="world">A world; the caller disposes of it.</param>
    /// <returns>The returns and lengths.</returns>
    /// <exception cref="ArgumentException">The run asks for training.</exception>
    /// <exception cref="NotSupportedException">The policy, or a module of its network, cannot be written to such a file.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    /// <exception cref="DivergedException">The world or the policy came to a number that is not finite.</exception>
    public static Evaluation Of<TElement, TAction>(IRun run, IPolicy<TElement, TAction> policy, IEnvironment<TElement, TAction> world)
        where TElement : unmanaged, IComparable<TElement>
    {
        var playback = run.Playback ?? throw new ArgumentException("The run asks for training, not for a playback.", nameof(run));
        if (playback.Export is { } export)
        {
            PolicyFile.Write(export, policy, world);
        }

        var episodes = playback.Episodes;
        var (returns, lengths) = (new double[episodes], new long[episodes]);
        var game = new CheckedWorld<TElement, TAction>(world, run.Stopping);
        var observation = new TElement[world.ObservationSpace.Length];
        var camera = world.As<IRenderable>();
        for (var episode = 0; episode < episodes; episode++)
        {
            var frames = Episode(episode);
            if (camera is null)
            {
                _ = frames.Count();
            }
            else
            {
                run.LogVideo($"episode-{episode}", frames, camera.FramesPerSecond);
            }

            run.LogMetrics(episode, ("episode/return", returns[episode]), ("episode/length", lengths[episode]));
            run.ReportProgress(episode + 1, episodes);
        }

        return new Evaluation(returns, lengths);

        // The episode goes on as its frames are asked for, so that it can be watched while it is played.
        IEnumerable<Frame> Episode(int number)
        {
            game.Reset(observation, number == 0 ? run.Seed : null);
            for (var done = false; !done;)
            {
                if (camera is not null)
                {
                    yield return camera.Render();
                }

                var step = game.Step(policy.Act(observation, game.Allowed), observation);
                returns[number] += step.Reward;
                lengths[number]++;
                done = step.Done;
                EndlessEpisode.ThrowIf(lengths[number], done, world);
            }

            if (camera is not null)
            {
                yield return camera.Render();
            }
        }
    }
}
