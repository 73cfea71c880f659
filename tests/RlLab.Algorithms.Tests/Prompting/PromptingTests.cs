using RlLab.Algorithms.Ppo;
using RlLab.Algorithms.Prompting;
using RlLab.Algorithms.Reinforce;
using RlLab.Algorithms.StraightThrough;
using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Tests.Prompting;

public sealed class PromptingTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_speaker_learns_what_to_say_from_what_the_listener_earns_by_either_trainer(bool byPpo) =>
        (await TrainAsync(Channel.Trained, seed: 1, episodes: 6_000, byPpo)).Values("eval/return_mean")[^1]
            .Should().BeGreaterThan(0.7, "two bits tell four numbers apart");

    [Theory]
    [InlineData(Channel.Zero, true)]
    [InlineData(Channel.Zero, false)]
    [InlineData(Channel.Random, true)]
    [InlineData(Channel.Random, false)]
    public async Task Without_a_word_the_listener_can_only_guess(Channel channel, bool byPpo) =>
        (await TrainAsync(channel, seed: 1, episodes: 2_000, byPpo)).Values("eval/return_mean")[^1]
            .Should().BeInRange(0.15, 0.35, "one of four is right");

    [Fact]
    public async Task The_same_seed_gives_the_same_run_to_the_last_bit()
    {
        var run = Kept(await TrainAsync(Channel.Trained, seed: 2, episodes: 200));
        run.Should().Equal(Kept(await TrainAsync(Channel.Trained, seed: 2, episodes: 200)));
        run.Should().NotEqual(Kept(await TrainAsync(Channel.Trained, seed: 3, episodes: 200)));

        static IEnumerable<(string, double, long)> Kept(RecordingRun run) => run.Metrics.Where(m => m.Name != "iteration/steps_per_second");
    }

    [Fact]
    public async Task A_run_says_which_world_it_learns_in() =>
        (await TrainAsync(Channel.Zero, seed: 1, episodes: 100)).Inputs.Should().Equal(new RunInput("WhisperWorld", "of 2"));

    [Theory]
    [InlineData(Estimator.StraightThrough, true)]
    [InlineData(Estimator.None, false)]
    public void A_message_reaches_the_speaker_backward_through_its_bits(Estimator estimator, bool reaches)
    {
        manual_seed(1);
        using var networks = Whispering.Networks(estimator: estimator);
        using var scope = NewDisposeScope();
        networks.call(cat([eye(WhisperWorld.Numbers), ones(4, 2), zeros(4, 2)], 1))[TensorIndex.Colon, 0].sum().backward();
        var gradient = networks.named_parameters().Where(p => p.name.StartsWith("speaker", StringComparison.Ordinal))
            .Sum(p => p.parameter.grad?.abs().sum().ToDouble() ?? 0);
        (gradient > 0).Should().Be(reaches, "a plain comparison passes nothing backward");
    }

    [Fact]
    public void A_listener_of_the_trained_channel_hears_the_bits_within_and_another_those_that_it_is_shown()
    {
        manual_seed(1);
        using PromptingNetworks trained = Whispering.Networks(), other = Whispering.Networks(Channel.Random);
        var weights = trained.state_dict();
        using var noGrad = no_grad();
        foreach (var (name, weight) in other.state_dict())
        {
            weight.copy_(weights[name]);
        }

        using var scope = NewDisposeScope();
        var random = new RandomGenerator(1);
        for (var number = 0; number < WhisperWorld.Numbers; number++)
        {
            var seen = new float[WhisperWorld.Numbers];
            seen[number] = 1;
            var message = trained.Say(seen, random);
            Of(trained, [.. seen, 1, 0.5f, 0, 0]).Should().Equal(Of(other, [.. new float[4], 1, 0.5f, message & 1, message >> 1]));
            Of(trained, [.. seen, 0, 0.5f, 1, 1]).Should().Equal(Of(other, [.. new float[4], 0, 0.5f, 0, 0]), "nothing was said yet");
        }

        static float[] Of(PromptingNetworks networks, float[] observation) =>
            networks.call(tensor(observation, 1, observation.Length)).data<float>().ToArray();
    }

    [Fact]
    public void Bits_that_are_drawn_are_refused_because_others_would_be_learned_from()
    {
        var drawn = () => Whispering.Networks(estimator: Estimator.Stochastic);
        drawn.Should().Throw<ArgumentException>().WithMessage("*Estimator.Stochastic*drawn anew*");
    }

    private static async Task<RecordingRun> TrainAsync(Channel channel, long seed, int episodes, bool byPpo = false)
    {
        manual_seed(seed);
        using var networks = Whispering.Networks(channel);
        var run = new RecordingRun(seed);
        if (byPpo)
        {
            await Whispering.PpoAsync(run, networks, learningRate: 0.01, new PpoOptions
            {
                Steps = 2 * episodes, RolloutLength = 32, EvaluateGreedily = false, EvaluationEpisodes = 200, EvaluateEvery = episodes,
            });
            return run;
        }

        using var optimizer = optim.Adam(networks.parameters(), 0.01);
        await Whispering.ReinforceAsync(run, networks, optimizer, new ReinforceOptions
        {
            Discount = 0.95, EntropyWeight = 0.01, NormalizeReturns = true, EpisodesPerUpdate = 32, EpisodesPerIteration = episodes / 2,
            Iterations = 2, EvaluationEpisodes = 200,
        });
        return run;
    }
}
