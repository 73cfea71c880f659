namespace RlLab.Sweeps.Tests;

public sealed class TpeSamplerTests : SamplerContract
{
    protected override ISampler Over(SearchSpace space) => new TpeSampler(space, seed: 3);
}
