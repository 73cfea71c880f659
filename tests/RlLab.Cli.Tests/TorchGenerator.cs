namespace RlLab.Cli.Tests;

/// <summary>
/// Tests that train in this process and compare bits: torch's generator is the whole process's, so nothing else may train meanwhile.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchGenerator
{
    public const string Name = "torch's generator";
}
