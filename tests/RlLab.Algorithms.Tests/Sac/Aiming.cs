using RlLab.Algorithms.Sac;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Sac;

/// <summary>A training that learns to aim in a moment; a test replaces what it is about.</summary>
internal sealed class Aiming : IDisposable
{
    public static readonly SacOptions Short = new()
    {
        Steps = 1_500, ReplayCapacity = 1_000, BatchSize = 32, LearningStarts = 100, Discount = 0.5, TargetUpdateRate = 0.05,
        Temperature = 0.2, TemperatureLearningRate = 3e-3, EvaluateEvery = 500, EvaluationEpisodes = 5, FinalEvaluationEpisodes = 20, LogEvery = 250,
    };

    public SacOptions Options { get; init; } = Short;

    public AimWorld World { get; init; } = new();

    public Module<Tensor, Tensor>? Policy { get; init; }

    public Module<Tensor, Tensor>? Critic { get; init; }

    public Module<Tensor, Tensor>? Target { get; init; }

    public double PolicyRate { get; init; } = 3e-3;

    public double CriticRate { get; init; } = 3e-3;

    private List<IDisposable> Owned { get; } = [];

    public SacTrainer Create()
    {
        var policy = Own(Policy ?? Network(1, 4));
        var critic = Own(Critic ?? new TwinCritic(() => Network(3, 1)));
        var target = Own(Target ?? new TwinCritic(() => Network(3, 1)));
        return new SacTrainer(
            World, Own(new AimWorld()), policy, critic, target, Own(optim.Adam(policy.parameters(), PolicyRate)),
            Own(optim.Adam(critic.parameters(), CriticRate)), Options);
    }

    public async Task<RecordingRun> Train(RecordingRun run)
    {
        manual_seed(run.Seed);
        await Create().Train(run);
        return run;
    }

    public void Dispose()
    {
        World.Dispose();
        Owned.ForEach(each => each.Dispose());
    }

    private static Module<Tensor, Tensor> Network(int inputs, int outputs) =>
        Sequential(Linear(inputs, 24), ReLU(), Linear(24, 24), ReLU(), Linear(24, outputs));

    private T Own<T>(T owned)
        where T : IDisposable
    {
        Owned.Add(owned);
        return owned;
    }
}
