using RlLab.Algorithms.Prompting;
using RlLab.Algorithms.StraightThrough;
using RlLab.Environments;
using TorchSharp;

namespace RlLab.Experiments;

/// <summary>Does a prompter learn to tell a prisoner the way out, when only 8 bits a step and the gradient through them connect the two?</summary>
[Experiment("prompter-ste")]
[Sweep(Sampler.Grid, Seeds = 10, Objective = "eval/success_rate")]
public sealed partial class PrompterSte : IExperiment
{
    private const int Bits = 8;

    /// <summary>What the prisoner hears.</summary>
    [Choice(Channel.Trained, Channel.Zero, Channel.Random)]
    public Channel Channel { get; init; } = Channel.Trained;

    /// <summary>What the bits pass backward.</summary>
    public Estimator Estimator { get; init; } = Estimator.StraightThrough;

    /// <summary>Adam's step size.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Units of each network's hidden layer.</summary>
    public int HiddenUnits { get; init; } = 64;

    /// <summary>The weight of the entropy bonus.</summary>
    public double EntropyWeight { get; init; } = 0.01;

    /// <summary>How often the guard is attentive.</summary>
    public double GuardAttention { get; init; } = 0.5;

    /// <summary>Episodes to train for.</summary>
    public int Episodes { get; init; } = 20_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var world = new PrisonGrid();
        using var evaluationWorld = new PrisonGrid();
        var own = world.ObservationSpace(PrisonGrid.Prisoner).Length - Bits;
        var seen = world.ObservationSpace(PrisonGrid.Prompter).Length;
        using var networks = new PromptingNetworks(seen, own, Bits, actions: 5, HiddenUnits, Estimator).to(run.Device);
        using var optimizer = torch.optim.Adam(networks.parameters(), LearningRate);
        var options = new PromptingOptions { Channel = Channel, Estimator = Estimator, Episodes = Episodes, EntropyWeight = EntropyWeight };
        var evaluation = Player(evaluationWorld, networks, run.Seed + 2);
        var result = await new PromptingTrainer(Player(world, networks, run.Seed + 1), evaluation, networks, optimizer, options).Train(run);

        var frames = new List<Frame>();
        var random = new RandomGenerator(run.Seed);
        for (var episode = 0; episode < 5; episode++)
        {
            evaluation.Play(random, run.Seed + 2_000_000 + episode, onStep: () => frames.Add(evaluationWorld.Render()));
        }

        run.LogVideo("replay", frames, evaluationWorld.FramesPerSecond);
        run.SaveCheckpoint("last", result.Steps, stream => networks.save(stream));
    }

    private PromptingPlayer Player(PrisonGrid world, PromptingNetworks networks, long guardSeed)
    {
        var guard = new ScriptedGuard(GuardAttention);
        return new(
            world,
            networks,
            PrisonGrid.Prisoner,
            PrisonGrid.Prompter,
            Bits,
            others: (_, random) => guard.Choose(world.State, random),
            Channel,
            new RandomGenerator(guardSeed));
    }
}
