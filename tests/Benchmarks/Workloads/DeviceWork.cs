using RlLab;
using RlLab.Algorithms;
using RlLab.Algorithms.Bandits;
using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.Networks;
using RlLab.Algorithms.Prompting;
using RlLab.Algorithms.Reinforce;
using RlLab.Algorithms.StraightThrough;
using RlLab.Environments;
using RlLab.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Benchmarks.Workloads;

/// <summary>The algorithms' own updates and actions, as the experiments set them, on any device.</summary>
internal static class DeviceWork
{
    private const int Bits = 8;

    public static Action VectorUpdate(Device device)
    {
        var (network, target) = (Vectors(device), Vectors(device));
        var options = new DqnOptions { Steps = 1, Exploration = new LinearExploration(1, 0.05, 1) };
        return Update<float>(network, target, optim.Adam(network.parameters(), 2.5e-4), options, [4], device);
    }

    public static Action VectorAction(Device device)
    {
        var policy = new GreedyPolicy<float>(Vectors(device), new Box<float>(-1, 1, 4), new Discrete(2), device.ToString());
        return () => policy.Act(new float[4]);
    }

    public static Action PixelUpdate(Device device)
    {
        var (network, target) = (Pixels(device), Pixels(device));
        var options = new DqnOptions
        {
            Steps = 1, Exploration = new ExponentialExploration(1, 0.1, 1), Stack = 5, Loss = TemporalDifferenceLoss.Huber,
            GradientLimit = GradientLimit.Value, GradientLimitValue = 1,
        };
        return Update<byte>(network, target, optim.SGD(network.parameters(), 2.5e-4, momentum: 0.95, nesterov: true), options, [5, 44, 40], device);
    }

    public static Action PixelAction(Device device)
    {
        var network = Pixels(device);
        network.eval();
        var policy = new GreedyPolicy<byte>(network, new Box<byte>(0, 255, 5, 44, 40), new Discrete(5), device.ToString());
        return () => policy.Act(new byte[5 * 44 * 40]);
    }

    public static Action ReinforceUpdate(Device device)
    {
        var policy = Policy(device);
        var update = new ReinforceUpdate(policy, null, optim.Adam(policy.parameters()), new ReinforceOptions(), device);
        var batch = new EpisodeBatch(observationLength: 4);
        for (var step = 0; step < 200; step++)
        {
            batch.Add([0.1f, 0.2f, 0.3f, 0.4f], step % 2, 1);
        }

        batch.EndEpisode(0.99);
        return () => _ = update.Apply(batch).Result;
    }

    public static Action ReinforceAction(Device device)
    {
        var policy = new SampledPolicy<float>(Policy(device), new Box<float>(-1, 1, 4), new Discrete(2), device.ToString(), new RandomGenerator(1));
        return () => policy.Act(new float[4]);
    }

    public static Action BanditPull(Device device)
    {
        var network = PolicyGradientAgent.CreateNetwork(arms: 4).to(device);
        var agent = new PolicyGradientAgent(network, optim.Adam(network.parameters()), arms: 4, device.ToString());
        var random = new RandomGenerator(1);
        return () => agent.Learn(agent.Choose(random), reward: 1);
    }

    public static Action BottleneckEpoch(Device device)
    {
        var network = new BinaryBottleneck(inputs: 10, bits: 8, outputs: 1, Estimator.StraightThrough).to(device);
        var data = RegressionData.Unrelated(1_000, 10, new RandomGenerator(1)).To(device.ToString());
        var trainer = new RegressionTrainer(network, optim.Adam(network.parameters()), epochs: 1);
        var run = new RecordingRun();
        return () => trainer.Train(data, data, run).GetAwaiter().GetResult();
    }

    public static Action PrompterUpdate(Device device)
    {
        var (networks, world, policy) = Prompter(device);
        var update = new ReinforceUpdate(networks, null, optim.Adam(networks.parameters()), new ReinforceOptions { NormalizeReturns = true }, device);
        var (observation, game) = (new float[world.ObservationSpace.Length], new CheckedWorld<float, int>(world));
        var batch = new EpisodeBatch(observation.Length, game.Allowed.Length);
        for (var episode = 0; episode < 32; episode++)
        {
            game.Reset(observation, episode);
            StepResult step;
            do
            {
                var (seen, allowed) = (observation.ToArray(), game.Allowed.ToArray());
                var action = policy.Act(seen, allowed);
                step = game.Step(action, observation);
                batch.Add(seen, action, step.Reward, allowed);
            }
            while (!step.Done);
            batch.EndEpisode(0.95);
        }

        return () => _ = update.Apply(batch).Result;
    }

    public static Action PrompterStep(Device device)
    {
        var (_, world, policy) = Prompter(device);
        var (observation, allowed) = (new float[world.ObservationSpace.Length], new bool[5]);
        return () =>
        {
            world.Reset(observation, seed: 1);
            world.GetActionMask(allowed);
            world.Step(policy.Act(observation, allowed), observation);
        };
    }

    private static Action Update<TElement>(
        Module<Tensor, Tensor> network, Module<Tensor, Tensor> target, optim.Optimizer optimizer, DqnOptions options, long[] shape, Device device)
        where TElement : unmanaged
    {
        var length = (int)shape.Aggregate((product, size) => product * size) / options.Stack;
        var replay = new ReplayBuffer<TElement>(1_000, length, options.Stack);
        var sampler = new ReplaySampler<TElement>(replay, options, new RandomGenerator(1));
        var observation = new TElement[length];
        replay.Begin(observation);
        sampler.Added();
        for (var step = 0; step < 500; step++)
        {
            replay.Add(0, new StepResult(1, false, false), observation);
            sampler.Added();
        }

        var update = new DqnUpdate(network, target, optimizer, options);
        var batch = new ReplayBatch<TElement>(replay, options, shape, device);
        batch.Fill(sampler, 0);
        return () => _ = update.Apply(batch, sampler).Result;
    }

    private static (PromptingNetworks Networks, PromptedWorld World, SampledPolicy<float> Policy) Prompter(Device device)
    {
        var (prison, guard) = (new PrisonGrid(), new ScriptedGuard(attention: 0.5));
        var own = prison.ObservationSpace(PrisonGrid.Prisoner).Length - Bits;
        var seen = prison.ObservationSpace(PrisonGrid.Prompter).Length;
        var networks = new PromptingNetworks(seen, own, Bits, actions: 5, hiddenUnits: 64, Estimator.StraightThrough).to(device);
        var world = new PromptedWorld(
            prison, networks, PrisonGrid.Prisoner, PrisonGrid.Prompter, others: (_, random) => guard.Choose(prison.State, random));
        return (networks, world, new(networks, world.ObservationSpace, world.ActionSpace, device.ToString(), new RandomGenerator(1)));
    }

    private static Module<Tensor, Tensor> Vectors(Device device) =>
        Sequential(Linear(4, 120), ReLU(), Linear(120, 84), ReLU(), Linear(84, 2)).to(device);

    private static Module<Tensor, Tensor> Pixels(Device device) => ArcadeNetwork.Create(actions: 5).to(device);

    private static Module<Tensor, Tensor> Policy(Device device) => Sequential(Linear(4, 32), Sigmoid(), Linear(32, 2), LogSoftmax(1)).to(device);
}
