namespace RlLab.Sweeps.Tests;

public sealed class SobolSamplerTests : SamplerContract
{
    protected override ISampler Over(SearchSpace space) => new SobolSampler(space, seed: 3);
}
