using System.Security.Cryptography;
using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.Ppo;
using RlLab.Algorithms.Reinforce;
using RlLab.Algorithms.StraightThrough;
using RlLab.Algorithms.Tests.Sac;
using RlLab.Environments;
using RlLab.Formats;
using RlLab.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Networks;

/// <summary>A run that starts from weights of another program, with every trainer of a network.</summary>
public sealed class StartingTests : IDisposable
{
    private static readonly Dictionary<string, Func<RecordingRun, Task>> Trainers = new()
    {
        ["DQN"] = run => DqnAsync(run, Sequential(Linear(2, 2)), Sequential(Linear(2, 2))),
        ["REINFORCE"] = async run =>
        {
            using var policy = Sequential(Linear(2, 2), LogSoftmax(1));
            using var optimizer = optim.SGD(policy.parameters(), 0.1);
            await new ReinforceTrainer(new MatchWorld(), new MatchWorld(), policy, optimizer, new ReinforceOptions()).Train(run);
        },
        ["PPO"] = async run =>
        {
            using var networks = new ActorCritic(Linear(2, 2), Linear(2, 1));
            using var optimizer = optim.SGD(networks.Parameters, 0.1);
            using var worlds = new VectorEnvironment<float, int>(1, () => new MatchWorld());
            var options = new PpoOptions { Steps = 128, Minibatches = 1 };
            await new PpoTrainer<float, int>(worlds, new MatchWorld(), networks, optimizer, options).Train(run);
        },
        ["SAC"] = async run =>
        {
            using var aiming = new Aiming();
            await aiming.Train(run);
        },
        ["regression"] = async run =>
        {
            using var network = new BinaryBottleneck(2, 2, 1, Estimator.Clipped);
            using var optimizer = optim.SGD(network.parameters(), 0.1);
            using var data = RegressionData.Unrelated(10, 2, new RandomGenerator(1));
            await new RegressionTrainer(network, optimizer).Train(data, data, run);
        },
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-starting-");

    public static TheoryData<string> Names => [.. Trainers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_trainer_of_a_network_starts_from_them_and_names_the_tensor_that_does_not_fit(string name)
    {
        using var other = Linear(7, 7);
        var run = new RecordingRun { StartingWeights = Written(other) };
        await run.Invoking(r => Trainers[name](r)).Should().ThrowAsync<InvalidDataException>().WithMessage("*weight*");
        run.Metrics.Should().BeEmpty();
    }

    [Fact]
    public async Task A_target_network_starts_from_them_too()
    {
        using var weights = Sequential(Linear(2, 2));
        using var network = Sequential(Linear(2, 2));
        using var target = Sequential(Linear(2, 2));
        await DqnAsync(new RecordingRun { StartingWeights = Written(weights) }, network, target);
        var expected = weights.parameters().SelectMany(parameter => parameter.data<float>()).ToArray();
        network.parameters().SelectMany(parameter => parameter.data<float>()).Should().Equal(expected, "its steps are of length 0");
        target.parameters().SelectMany(parameter => parameter.data<float>()).Should().Equal(expected);
    }

    [Fact]
    public void A_file_that_has_changed_since_the_run_was_begun_is_refused()
    {
        using var network = Linear(2, 2);
        var weights = Written(network) with { Sha256 = new string('0', 64) };
        network.Invoking(n => Starting.Load(n, new RecordingRun { StartingWeights = weights }))
            .Should().Throw<InvalidDataException>().WithMessage("*w.safetensors has changed since the run was begun*");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task DqnAsync(RecordingRun run, Module<Tensor, Tensor> network, Module<Tensor, Tensor> target)
    {
        using var optimizer = optim.SGD(network.parameters(), 0);
        var options = new DqnOptions
        {
            Steps = 40, ReplayCapacity = 20, BatchSize = 4, LearningStarts = 10, TargetUpdateEvery = 1_000, EvaluateEvery = 40,
            EvaluationEpisodes = 1, FinalEvaluationEpisodes = 1, Exploration = new LinearExploration(1, 1, 1),
        };
        await new DqnTrainer<float>(new MatchWorld(), new MatchWorld(), network, target, optimizer, options).Train(run);
    }

    private StartingWeights Written(Module network)
    {
        var path = Path.Combine(_folder.FullName, "w.safetensors");
        using (var file = File.Create(path))
        {
            Safetensors.Write(file, WeightFile.Of(network));
        }

        return new StartingWeights(path, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
    }
}
