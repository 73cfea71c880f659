namespace RlLab.Sweeps.Tests;

public sealed class GpSamplerTests : SamplerContract
{
    protected override ISampler Over(SearchSpace space) => new GpSampler(space, seed: 3);
}
