namespace RlLab.Sweeps.Tests;

public sealed class CmaEsSamplerTests : SamplerContract
{
    protected override ISampler Over(SearchSpace space) => new CmaEsSampler(space, seed: 3);
}
