using RlLab.Algorithms.Reinforce;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Checkpoints;

public sealed class ReinforceResumeTests : ResumeContract
{
    protected override async Task Train(IRun run)
    {
        using var world = new MatchWorld();
        using var evaluationWorld = new MatchWorld();
        using var policy = Sequential(Linear(2, 8), Dropout(0.1), Tanh(), Linear(8, 2), LogSoftmax(1));
        using var value = Sequential(Linear(2, 4), Tanh(), Linear(4, 1));
        using var optimizer = optim.Adam([.. policy.parameters(), .. value.parameters()], 0.01);
        var options = new ReinforceOptions
        {
            EpisodesPerIteration = 5,
            EpisodesPerUpdate = 3,
            Iterations = 6,
            EvaluateEvery = 2,
            FilmEvery = 3,
            SolvedReturn = double.PositiveInfinity,
            Baseline = Baseline.LearnedValue,
        };
        await new ReinforceTrainer(world, evaluationWorld, policy, optimizer, options, value).Train(run);
    }
}
