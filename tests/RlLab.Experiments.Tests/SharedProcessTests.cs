using RlLab.Cli;
using RlLab.Generated;

namespace RlLab.Experiments.Tests;

/// <summary>RlLab's experiments, and all of RlLab that they train with, keep nothing that outlives a run: their runs may share a process.</summary>
public sealed class SharedProcessTests
{
    [Fact]
    public void No_experiment_world_or_algorithm_has_static_state() =>
        string.Join(", ", StaticState.Of(ExperimentCatalogue.All[0].Create.Method.Module.Assembly).Changes()).Should().BeEmpty();
}
