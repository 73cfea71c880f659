using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.Reinforce;
using RlLab.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Sequential = TorchSharp.Modules.Sequential;

namespace RlLab.Algorithms.Tests.Evaluations;

/// <summary>Trainers that are asked to play load their policy and play; they do not train.</summary>
public sealed class PlayingTests
{
    [Fact]
    public async Task Reinforce_plays_the_policy_of_the_checkpoint() => AllRight(await PlayAsync((world, other, network, run) =>
    {
        using var optimizer = torch.optim.SGD(network.parameters(), 0.1);
        return new ReinforceTrainer(world, other, Sequential(network, LogSoftmax(1)), optimizer, new ReinforceOptions()).Train(run);
    }, Knowing(network => Sequential(network, LogSoftmax(1)))));

    [Fact]
    public async Task Dqn_plays_the_greedy_policy_of_the_checkpoint() => AllRight(await PlayAsync((world, other, network, run) =>
    {
        using var optimizer = torch.optim.SGD(network.parameters(), 0.1);
        var options = new DqnOptions { Steps = 100, LearningStarts = 10, Exploration = new LinearExploration(1, 1, 1) };
        return new DqnTrainer<float>(world, other, network, Network(), optimizer, options).Train(run);
    }, Knowing(network => network)));

    /// <summary>The atoms 0 and 1 are likelier the one or the other, and the network is noisy until it is played.</summary>
    [Fact]
    public async Task Dqn_plays_by_what_is_expected_and_without_noise()
    {
        var distribution = new CategoricalDistribution(0, 1, 2);
        using var saved = new NoisyLinear(2, 4, initialDeviation: 1_000);
        using (no_grad())
        {
            // In (1, 0) the first action's second atom is the likelier, in (0, 1) the second's.
            var means = saved.named_parameters().Single(parameter => parameter.name == "mean.weight").parameter;
            means.copy_(tensor(new float[] { 0, 0, 10, 0, 0, 0, 0, 10 }, 4, 2));
        }

        using var file = new MemoryStream();
        saved.save(file);
        using var network = new NoisyLinear(2, 4);
        using var optimizer = torch.optim.SGD(network.parameters(), 0.1);
        using var world = new MatchWorld();
        var options = new DqnOptions { Steps = 100, LearningStarts = 10, Exploration = ExplorationSchedule.None, Distribution = distribution };
        var run = new RecordingRun(seed: 5) { Playback = new Playback(3, () => new MemoryStream(file.ToArray())) };
        await new DqnTrainer<float>(world, new MatchWorld(), network, new NoisyLinear(2, 4), optimizer, options).Train(run);
        AllRight(run);
    }

    [Fact]
    public void A_network_that_is_loaded_to_play_normalises_by_what_it_has_learned()
    {
        using var scope = NewDisposeScope();
        var saved = Sequential(BatchNorm1d(2));
        _ = saved.call(tensor(new float[] { 1, 3, 5, 9 }, 2, 2));
        using var file = new MemoryStream();
        saved.save(file);
        var network = Sequential(BatchNorm1d(2));

        Playing.Load(network, new Playback(1, () => new MemoryStream(file.ToArray())));

        var one = tensor(new float[] { 2, 2 }, 1, 2);
        saved.eval();
        network.call(one).data<float>().ToArray().Should().Equal(saved.call(one).data<float>().ToArray());
    }

    [Fact]
    public void A_run_that_shall_train_is_not_played()
    {
        using var world = new MatchWorld();
        var policy = new GreedyPolicy<float>(Network(), world.ObservationSpace, world.ActionSpace, "cpu");
        world.Invoking(w => Playing.Of(new RecordingRun(), policy, w)).Should().Throw<ArgumentException>().WithMessage("*asks for training*");
    }

    private static Sequential Network() => Sequential(Linear(2, 2, hasBias: false));

    private static async Task<RecordingRun> PlayAsync(
        Func<MatchWorld, MatchWorld, Module<Tensor, Tensor>, RecordingRun, Task> train, byte[] checkpoint)
    {
        manual_seed(1);
        using var world = new MatchWorld();
        using var other = new MatchWorld();
        using var network = Network();
        var run = new RecordingRun(seed: 5) { Playback = new Playback(3, () => new MemoryStream(checkpoint)) };
        await train(world, other, network, run);
        network.parameters().Single().data<float>().Should().Equal(100, 0, 0, 100);
        return run;
    }

    /// <summary>What a network saves that names the coin: its output is its input, scaled so that a draw is all but certain.</summary>
    private static byte[] Knowing(Func<Sequential, Module> within)
    {
        using var network = Network();
        using (no_grad())
        {
            network.parameters().Single().copy_(eye(2) * 100);
        }

        using var stream = new MemoryStream();
        within(network).save(stream);
        return stream.ToArray();
    }

    private static void AllRight(RecordingRun run)
    {
        run.Values("episode/return").Should().Equal(8, 8, 8);
        run.Values("episode/length").Should().Equal(8, 8, 8);
        run.Metrics.Should().HaveCount(6);
        run.Videos.Keys.Should().Equal("episode-0", "episode-1", "episode-2");
        run.Videos["episode-1"].Frames.Should().HaveCount(9);
        run.Checkpoints.Should().BeEmpty();
    }
}
