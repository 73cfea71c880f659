using RlLab;
using RlLab.Algorithms;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Checkpoints;

/// <summary>A policy of CartPole that learns to push to where the pole falls; its answers are the greedy actions of an episode.</summary>
internal sealed class Balancer : Subject
{
    private readonly TorchSharp.Modules.Sequential _network = Sequential(Linear(4, 16), Sigmoid(), Linear(16, 2), LogSoftmax(1));
    private readonly Tensor _states = arange(64 * 4, dtype: ScalarType.Float32).mul(0.7).sin().reshape(64, 4) * 0.2;

    protected override Module Network => _network;

    protected override Tensor Loss() => functional.nll_loss(_network.call(_states), (_states[.., 2] + _states[.., 3]).gt(0).to(ScalarType.Int64));

    protected override float[] Answers()
    {
        using var world = new CartPole(timeLimit: 200);
        var policy = new GreedyPolicy<float>(_network, (Box<float>)world.ObservationSpace, world.ActionSpace, "cpu");
        var (observation, actions) = (new float[4], new List<float>());
        world.Reset(observation, seed: 3);
        StepResult step;
        do
        {
            var action = policy.Act(observation);
            actions.Add(action);
            step = world.Step(action, observation);
        }
        while (!step.Done);
        return [.. actions];
    }
}
