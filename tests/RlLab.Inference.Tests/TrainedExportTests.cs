using RlLab.Algorithms.Ppo;
using RlLab.Algorithms.Sac;
using RlLab.Algorithms.StraightThrough;
using RlLab.Environments;
using RlLab.Formats;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Inference.Tests;

/// <summary>What a trainer has learned is what its run's checkpoint is exported as, from one end to the other.</summary>
public sealed class TrainedExportTests
{
    private static readonly Dictionary<string, string> Origin = new() { ["rllab.run"] = "1a2b" };

    /// <summary>Trains, or plays back, with a network whose observations have some numbers; and what is made of the network's outputs.</summary>
    private static readonly Dictionary<string, (int Observation, Func<IRun, Task<Module<Tensor, Tensor>>> Train, Func<Tensor, Tensor> Finish)> All =
        new()
        {
            ["ppo, one choice"] = (2, run => PpoAsync(run, () => new MatchWorld(), inputs: 2, Linear(8, 2)), outputs => outputs),
            ["ppo, several choices"] = (
                1, run => PpoAsync(run, () => new HintWorld<int[]>(new MultiDiscrete(2, 3)), inputs: 1, Linear(8, 5)), outputs => outputs),
            ["ppo, clipped numbers"] = (
                1, run => PpoAsync(run, () => new AimWorld(), inputs: 1, new GaussianHead(8, 2)),
                outputs => outputs.narrow(1, 0, 2).maximum(tensor(new float[] { -2, 0 })).minimum(tensor(new float[] { 2, 1 }))),
            ["ppo, squashed numbers"] = (
                1, run => PpoAsync(run, () => new AimWorld(), inputs: 1, new GaussianHead(8, 2), ActionLimit.Squash), Stretched),
            ["sac"] = (1, SacAsync, Stretched),
            ["regression"] = (6, RegressionAsync, outputs => outputs),
        };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task OnnxRuntime_gives_the_outputs_of_the_network_that_was_trained(string name)
    {
        var (length, train, finish) = All[name];
        var (content, network) = await ExportedAsync(train, ExportFormat.Onnx);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = new OnnxModel(content);
        model.Metadata.Should().Contain("rllab.run", "1a2b");
        var observations = 3 * randn(50, length);
        var expected = finish(network.call(observations)).data<float>().ToArray();
        model.Run(observations).Zip(expected, (a, b) => Math.Abs(a - b) / (1 + Math.Abs(b))).Max().Should().BeLessThan(1e-5f);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Safetensors_hold_the_weights_that_were_trained(string name)
    {
        var (content, network) = await ExportedAsync(All[name].Train, ExportFormat.Safetensors);
        using var scope = NewDisposeScope();
        var (read, weights) = (Safetensors.Read(new MemoryStream(content), "policy"), network.state_dict());
        read.Keys.Should().Equal(weights.Keys);
        foreach (var (key, weight) in weights)
        {
            read[key].shape.Should().Equal(weight.shape);
            read[key].data<float>().Should().Equal(weight.data<float>());
        }
    }

    [Fact]
    public async Task A_policy_of_several_choices_takes_the_best_of_each()
    {
        var (content, network) = await ExportedAsync(All["ppo, several choices"].Train, ExportFormat.Onnx);
        var (policy, choices) = (SamplePolicies.Load(content), new int[2]);
        policy.Metadata.Should().Contain("rllab.action.space", "multi-discrete").And.Contain("rllab.action.counts", "2,3");
        for (var shown = -3f; shown <= 3; shown += 0.1f)
        {
            using var scope = NewDisposeScope();
            var logits = network.call(tensor(shown).reshape(1, 1)).data<float>().ToArray();
            policy.Act([shown], choices.AsSpan());
            choices.Should().Equal(Array.IndexOf(logits, logits[..2].Max()), Array.LastIndexOf(logits, logits[2..].Max()) - 2);
        }
    }

    /// <summary>What the checkpoint of a training is exported as, by one that begins with other weights, and the network that was trained.</summary>
    private static async Task<(byte[] Content, Module<Tensor, Tensor> Network)> ExportedAsync(
        Func<IRun, Task<Module<Tensor, Tensor>>> train, ExportFormat format)
    {
        manual_seed(1);
        var run = new RecordingRun(1);
        var trained = await train(run);
        if (run.Checkpoints.Count == 0)
        {
            // A regression leaves it to its experiment.
            run.SaveCheckpoint("last", 0, stream => trained.save(stream));
        }

        manual_seed(2);
        using var file = new MemoryStream();
        await train(new RecordingRun(1)
        {
            Playback = new Playback(1, () => new MemoryStream(run.Checkpoints["last"].Content))
            {
                Export = new PolicyExport(format, file, Origin),
            },
        });
        trained.eval();
        return (file.ToArray(), trained);
    }

    private static async Task<Module<Tensor, Tensor>> PpoAsync<TAction>(
        IRun run, Func<IEnvironment<float, TAction>> create, int inputs, Module<Tensor, Tensor> head, ActionLimit limit = ActionLimit.Clip)
    {
        using var worlds = new VectorEnvironment<float, TAction>(2, create);
        using var evaluationWorld = create();
        var networks = new ActorCritic(head, Linear(8, 1), Sequential(new ObservationNormalization(inputs), Linear(inputs, 8), Tanh()));
        using var optimizer = optim.Adam(networks.Parameters, 0.05);
        var options = new PpoOptions
        {
            Steps = 128, RolloutLength = 16, ActionLimit = limit, EvaluateEvery = 64, EvaluationEpisodes = 1, FinalEvaluationEpisodes = 1,
        };
        await new PpoTrainer<float, TAction>(worlds, evaluationWorld, networks, optimizer, options).Train(run);
        return networks.Actor;
    }

    private static async Task<Module<Tensor, Tensor>> SacAsync(IRun run)
    {
        using AimWorld world = new(), evaluationWorld = new();
        var policy = Network(1, 4);
        using var critic = new TwinCritic(() => Network(3, 1));
        using var target = new TwinCritic(() => Network(3, 1));
        using var policyOptimizer = optim.Adam(policy.parameters(), 0.01);
        using var criticOptimizer = optim.Adam(critic.parameters(), 0.01);
        var options = new SacOptions
        {
            Steps = 100, ReplayCapacity = 100, BatchSize = 16, LearningStarts = 20, EvaluateEvery = 50, EvaluationEpisodes = 1,
            FinalEvaluationEpisodes = 1, LogEvery = 50,
        };
        await new SacTrainer(world, evaluationWorld, policy, critic, target, policyOptimizer, criticOptimizer, options).Train(run);
        return policy;

        static Module<Tensor, Tensor> Network(int inputs, int outputs) => Sequential(Linear(inputs, 12), ReLU(), Linear(12, outputs));
    }

    private static async Task<Module<Tensor, Tensor>> RegressionAsync(IRun run)
    {
        using var training = RegressionData.Taught(50, 6, 4, new RandomGenerator(8), new RandomGenerator(1));
        using var test = RegressionData.Taught(20, 6, 4, new RandomGenerator(8), new RandomGenerator(2));
        var network = new BinaryBottleneck(6, 5, 1, Estimator.SigmoidAdjusted);
        using var optimizer = optim.Adam(network.parameters(), 0.01);
        await new RegressionTrainer(network, optimizer, batchSize: 10, epochs: 3).Train(training, test, run);
        return network;
    }

    /// <summary>The means between -1 and 1, stretched to the bounds of the world to aim in.</summary>
    private static Tensor Stretched(Tensor outputs) =>
        (outputs.narrow(1, 0, 2).tanh() + 1) / 2 * tensor(new float[] { 4, 1 }) + tensor(new float[] { -2, 0 });
}
