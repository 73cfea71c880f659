using RlLab.Algorithms.Bandits;
using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.Reinforce;
using RlLab.Algorithms.Sac;
using RlLab.Algorithms.StraightThrough;
using RlLab.Algorithms.Tests.Bandits;
using RlLab.Algorithms.Tests.Masks;
using RlLab.Algorithms.Tests.Sac;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Options;

/// <summary>Options that are each right, and cannot work together, are refused when the trainer is made.</summary>
public sealed class OptionConflictTests
{
    private static readonly DqnOptions Good = new()
    {
        Steps = 1_000, Exploration = new LinearExploration(1, 0, 100), ReplayCapacity = 100, BatchSize = 32, LearningStarts = 50, TrainEvery = 1,
    };

    public static TheoryData<DqnOptions, string> Conflicts => new()
    {
        { Good with { ReplayCapacity = 40, BatchSize = 8, LearningStarts = 0, NStep = 50 }, "*ReplayCapacity is 40*NStep 50*" },
        { Good with { NStep = 96, Stack = 4 }, "*ReplayCapacity is 100*NStep 96*Stack 4*" },
        { Good with { BatchSize = 101 }, "*ReplayCapacity is 100*BatchSize 101*" },
        { Good with { LearningStarts = 101 }, "*ReplayCapacity is 100*LearningStarts 101*" },
        { Good with { Steps = 49 }, "*Steps is 49*step 50*LearningStarts is 50*" },
        { Good with { Steps = 127, TrainEvery = 64, LearningStarts = 65 }, "*Steps is 127*step 128*TrainEvery 64*" },
        { Good with { Steps = 20, LearningStarts = 0, NStep = 30 }, "*Steps is 20*step 30*NStep 30*" },
        { Good with { Distribution = new CategoricalDistribution(10, -10) }, "*Lowest is 10*Highest -10*must go up*" },
        { Good with { Distribution = new CategoricalDistribution(1, 1) }, "*Lowest is 1*Highest 1*must go up*" },
    };

    [Theory]
    [MemberData(nameof(Conflicts))]
    public void A_dqn_that_could_never_learn_is_refused(DqnOptions options, string message)
    {
        var create = () => Dqn(options);
        create.Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Theory]
    [InlineData(3, null, "The network must make [rows, 2] of [rows, 1, 2], a value for each of 2 actions, and makes [rows, 3].")]
    [InlineData(2, 51, "The network must make [rows, 102]*51 numbers for each of 2 actions (CategoricalDistribution*), and makes [rows, 2].")]
    [InlineData(101, 51, "The network must make [rows, 102]*makes [rows, 101].")]
    public void A_network_whose_outputs_do_not_fit_the_actions_is_refused(int outputs, int? atoms, string message)
    {
        var options = Good with { Distribution = atoms is { } count ? new CategoricalDistribution(0, 1, count) : null };
        var create = () => Dqn(options, outputs: outputs);
        create.Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void A_network_that_cannot_see_the_world_and_an_update_that_could_not_work_are_refused()
    {
        var (network, target) = (Linear(3, 2), Linear(3, 2));
        var optimizer = optim.SGD(network.parameters(), 0.1);
        var create = () => new DqnTrainer<float>(new MatchWorld(), new MatchWorld(), network, target, optimizer, Good);
        create.Should().Throw<ArgumentException>().WithMessage("The network must make [rows, 2] of [rows, 2]*cannot take that: *");
        var update = () => new DqnUpdate(network, target, optimizer, Good with { Distribution = new CategoricalDistribution(1, 0) });
        update.Should().Throw<ArgumentException>().WithMessage("*must go up*");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    public async Task The_smallest_replay_that_is_not_refused_always_has_something_to_draw(int steps, int stack)
    {
        var options = Good with
        {
            ReplayCapacity = steps + stack + 1,
            BatchSize = 2,
            LearningStarts = 0,
            NStep = steps,
            Stack = stack,
            Steps = 300,
            EvaluationEpisodes = 1,
            FinalEvaluationEpisodes = 1,
        };
        foreach (var priorities in (double[])[0, 1])
        {
            // Episodes of 1, 2, ... steps bring every position of an end in the ring.
            for (var length = 1; length <= 12; length++)
            {
                var run = new RecordingRun();
                await Dqn(options with { PriorityExponent = priorities }, length).Train(run);
                run.Metrics.Should().Contain(metric => metric.Name == "final/return_mean");
            }
        }
    }

    [Theory]
    [InlineData(100, 101, 10, 1, "*ReplayCapacity is 100*BatchSize 101*")]
    [InlineData(100, 32, 101, 1, "*ReplayCapacity is 100*LearningStarts 101*")]
    [InlineData(1_500, 32, 1_001, 1_000, "*Steps is 1500*step 2000*LearningStarts is 1001*TrainEvery 1000*")]
    public void A_soft_actor_critic_that_could_never_learn_is_refused(int capacity, int batch, int starts, int every, string message)
    {
        using var aiming = new Aiming
        {
            Options = Aiming.Short with { ReplayCapacity = capacity, BatchSize = batch, LearningStarts = starts, TrainEvery = every },
        };
        var create = () => aiming.Create();
        create.Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void A_training_without_an_update_is_refused()
    {
        using var policy = Linear(2, 2);
        using var optimizer = optim.SGD(policy.parameters(), 0.1);
        var options = new ReinforceOptions { EpisodesPerUpdate = 11, EpisodesPerIteration = 5, Iterations = 2 };
        var reinforce = () => new ReinforceTrainer(new MatchWorld(), new MatchWorld(), policy, optimizer, options);
        reinforce.Should().Throw<ArgumentException>().WithMessage("EpisodesPerUpdate is 11, EpisodesPerIteration 5 and Iterations 2*");
    }

    [Fact]
    public void A_bandit_that_logs_nothing_or_masks_arms_is_refused()
    {
        var silent = () => new BanditTrainer(new BanditWorld([0, 1], 1), new EpsilonGreedyAgent(2), pulls: 50);
        silent.Should().Throw<ArgumentOutOfRangeException>().WithMessage("logEvery is 100; it must be from 1 to 50.*");
        var masked = () => new BanditTrainer(new MaskedWorld(), new EpsilonGreedyAgent(4));
        masked.Should().Throw<ArgumentException>().WithMessage("*all arms*masked*");
    }

    [Fact]
    public void An_evaluation_has_an_episode()
    {
        var empty = () => new Evaluation([], []);
        empty.Should().Throw<ArgumentException>().WithMessage("*not 0 and 0*");
        var uneven = () => new Evaluation([1], []);
        uneven.Should().Throw<ArgumentException>().WithMessage("*not 1 and 0*");
    }

    private static DqnTrainer<float> Dqn(DqnOptions options, int length = 8, int outputs = 2)
    {
        var inputs = 2 * options.Stack;
        var (network, target) = (Sequential(Flatten(), Linear(inputs, outputs)), Sequential(Flatten(), Linear(inputs, outputs)));
        var evaluationWorld = new StackedWorld(new MatchWorld(length), options.Stack);
        return new DqnTrainer<float>(new MatchWorld(length), evaluationWorld, network, target, optim.SGD(network.parameters(), 1e-3), options);
    }
}
