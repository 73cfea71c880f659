using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Prompting;

/// <summary>Trains a listener by REINFORCE, and through the bits that it hears the speaker who sends them.</summary>
/// <remarks>
/// The loss is that of REINFORCE (Williams, 1992) on the listener's actions, with returns shifted and scaled to mean 0 and deviation 1. The
/// message of a step is computed anew within the loss, so that the straight-through estimator carries the gradient to the speaker.
/// </remarks>
/// <param name="training">Plays in the world to learn in.</param>
/// <param name="evaluation">Plays in a world of its own.</param>
/// <param name="networks">The networks that both play with.</param>
/// <param name="optimizer">Improves the networks' parameters.</param>
/// <param name="options">The settings.</param>
/// <exception cref="ArgumentException">The settings cannot work together.</exception>
[Logs("train/success_rate", "train/length_mean", "train/entropy", "eval/success_rate")]
public sealed class PromptingTrainer(
    PromptingPlayer training, PromptingPlayer evaluation, PromptingNetworks networks, optim.Optimizer optimizer, PromptingOptions options)
{
    private readonly PromptingOptions _options = options.Checked();

    /// <summary>Trains.</summary>
    /// <param name="run">
    /// Receives <c>train/success_rate</c>, <c>train/entropy</c> and <c>train/length_mean</c> after each update, and <c>eval/success_rate</c>
    /// every <see cref="PromptingOptions.EvaluateEvery"/> episodes, all at the environment steps so far.
    /// </param>
    /// <returns>How it ended.</returns>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    /// <exception cref="DivergedException">What the world gave, or what was learned of it, is not finite.</exception>
    public async Task<PromptingResult> Train(IRun run)
    {
        Starting.Load(networks, run);
        var state = new PromptingTraining(training, evaluation, networks, optimizer, new RandomGenerator(run.Seed).Fork(1));
        var episodes = state.Batch;
        training.LogWorld(run);
        run.Resume(state);
        try
        {
            while (true)
            {
                run.Checkpoint(state.Steps + episodes.Steps, state);
                var episode = ++state.Episodes;
                state.Successes += training.Play(state.Random, episodes, episode == 1 ? run.Seed : null) > 0 ? 1 : 0;
                episodes.EndEpisode(_options.Discount);
                if (episode % _options.EpisodesPerUpdate == 0)
                {
                    state.Steps += episodes.Steps;
                    var entropy = Update(episodes);
                    run.LogMetrics(
                        state.Steps,
                        ("train/success_rate", (double)state.Successes / _options.EpisodesPerUpdate),
                        ("train/length_mean", (double)episodes.Steps / _options.EpisodesPerUpdate),
                        ("train/entropy", entropy));
                    run.ReportProgress(state.Steps, state.Steps * _options.Episodes / episode);
                    state.Successes = 0;
                    episodes.Clear();
                }

                var last = episode == _options.Episodes;
                if (last || episode % _options.EvaluateEvery == 0)
                {
                    var rate = SuccessRate(run.Seed + 1_000_000, run.Stopping);

                    // The episodes of the next update have had steps too.
                    run.LogMetric("eval/success_rate", rate, state.Steps + episodes.Steps);
                    if (last)
                    {
                        return new PromptingResult(rate, state.Steps + episodes.Steps);
                    }
                }
            }
        }
        catch (DivergedException e) when (e.Step is null)
        {
            throw e.At(state.Steps + episodes.Steps);
        }
    }

    private double SuccessRate(long seed, CancellationToken stopping)
    {
        var random = new RandomGenerator(seed);
        var successes = 0;
        for (var episode = 0; episode < _options.EvaluationEpisodes; episode++)
        {
            successes += evaluation.Play(random, episode == 0 ? seed : null, stopping: stopping) > 0 ? 1 : 0;
        }

        return (double)successes / _options.EvaluationEpisodes;
    }

    /// <returns>The listener's mean entropy.</returns>
    internal double Update(PromptedEpisodes episodes)
    {
        using var scope = NewDisposeScope();
        var device = networks.Device;
        var message = _options.Channel == Channel.Trained
            ? networks.Speak(Rows(episodes.Seen)) * Rows(episodes.Spoken)
            : Rows(episodes.Message);
        var allowed = Rows(episodes.Allowed);
        var logProbabilities = networks.Decide(Rows(episodes.Own), message, allowed);
        var entropy = LogProbabilities.Entropy(logProbabilities, allowed.eq(0)).mean();
        var weights = Reinforce.Returns.Normalized(tensor(episodes.Returns.ToArray(), device: device));
        var chosen = logProbabilities.gather(1, tensor(episodes.Actions.ToArray(), device: device).unsqueeze(1)).squeeze(1);
        var loss = -(weights * chosen).mean() - _options.EntropyWeight * entropy;
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        var read = entropy.ToDouble();
        DivergedException.ThrowIfNotFinite(read, "the listener's entropy");
        return read;

        Tensor Rows(List<float> numbers) => tensor(numbers.ToArray(), episodes.Steps, numbers.Count / episodes.Steps, device: device);
    }
}

/// <summary>How training ended.</summary>
/// <param name="SuccessRate">The share of the last evaluation's episodes in which the listener earned something.</param>
/// <param name="Steps">Environment steps done.</param>
public sealed record PromptingResult(double SuccessRate, long Steps);
