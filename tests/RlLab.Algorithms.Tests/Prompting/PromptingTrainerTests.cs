using RlLab.Algorithms.Prompting;
using RlLab.Algorithms.StraightThrough;
using RlLab.Tests;
using TorchSharp;

namespace RlLab.Algorithms.Tests.Prompting;

public sealed class PromptingTrainerTests
{
    [Fact]
    public async Task The_speaker_learns_what_to_say_from_what_the_listener_earns()
    {
        var (trained, _) = await TrainAsync(Channel.Trained, seed: 1, episodes: 6_000);
        trained.SuccessRate.Should().BeGreaterThan(0.7, "two bits tell four numbers apart");
        trained.Steps.Should().Be(2 * 6_000);
    }

    [Theory]
    [InlineData(Channel.Zero)]
    [InlineData(Channel.Random)]
    public async Task Without_a_word_the_listener_can_only_guess(Channel channel) =>
        (await TrainAsync(channel, seed: 1, episodes: 2_000)).Result.SuccessRate.Should().BeInRange(0.15, 0.35, "one of four is right");

    [Fact]
    public async Task The_same_seed_gives_the_same_run_to_the_last_bit()
    {
        var (_, run) = await TrainAsync(Channel.Trained, seed: 2, episodes: 200);
        var (_, same) = await TrainAsync(Channel.Trained, seed: 2, episodes: 200);
        var (_, other) = await TrainAsync(Channel.Trained, seed: 3, episodes: 200);
        run.Metrics.Should().Equal(same.Metrics).And.NotEqual(other.Metrics);
    }

    [Fact]
    public async Task Metrics_stand_at_the_steps_so_far_also_between_two_updates()
    {
        var (result, run) = await TrainAsync(Channel.Zero, seed: 1, episodes: 100);
        run.Metrics.Where(metric => metric.Name == "eval/success_rate").Select(metric => metric.Step).Should().Equal(100, 200);
        run.Metrics.Where(metric => metric.Name == "train/entropy").Select(metric => metric.Step).Should().Equal(64, 128, 192);
        run.Inputs.Should().Equal(new RunInput("WhisperWorld", "of 2"));
        result.Steps.Should().Be(200, "four episodes of two steps came after the last update");
    }

    [Fact]
    public void A_message_reaches_the_speaker_backward_through_its_bits()
    {
        torch.manual_seed(1);
        using var networks = Networks(Estimator.StraightThrough);
        Gradient(networks).Should().BeGreaterThan(0);
        torch.manual_seed(1);
        using var deaf = Networks(Estimator.None);
        Gradient(deaf).Should().Be(0, "a plain comparison passes nothing backward");

        static double Gradient(PromptingNetworks networks)
        {
            using var scope = torch.NewDisposeScope();
            var message = networks.Speak(torch.eye(WhisperWorld.Numbers));
            networks.Decide(torch.ones(4, 1), message, torch.ones(4, 5))[torch.TensorIndex.Colon, 0].sum().backward();
            return networks.named_parameters().Where(p => p.name.StartsWith("speaker", StringComparison.Ordinal))
                .Sum(p => p.parameter.grad?.abs().sum().ToDouble() ?? 0);
        }
    }

    private static async Task<(PromptingResult Result, RecordingRun Run)> TrainAsync(Channel channel, long seed, int episodes)
    {
        torch.manual_seed(seed);
        using var world = new WhisperWorld();
        using var evaluationWorld = new WhisperWorld();
        using var networks = Networks(Estimator.StraightThrough);
        using var optimizer = torch.optim.Adam(networks.parameters(), 0.01);
        var options = new PromptingOptions
        {
            Channel = channel,
            Episodes = episodes,
            EvaluateEvery = Math.Max(50, episodes / 4),
            EvaluationEpisodes = 200,
        };
        var run = new RecordingRun(seed);
        return (await new PromptingTrainer(Player(world), Player(evaluationWorld), networks, optimizer, options).Train(run), run);

        PromptingPlayer Player(WhisperWorld world) => new(
            world, networks, WhisperWorld.Listener, WhisperWorld.Speaker, WhisperWorld.Bits, others: (_, _) => 0, channel, new(0));
    }

    private static PromptingNetworks Networks(Estimator estimator) => new(
        seen: WhisperWorld.Numbers, own: 1, WhisperWorld.Bits, actions: WhisperWorld.Numbers + 1, hiddenUnits: 16, estimator);
}
