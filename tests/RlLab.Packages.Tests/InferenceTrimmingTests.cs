using RlLab.Testing;

namespace RlLab.Packages.Tests;

/// <summary>A program that plays a policy works trimmed and compiled ahead of time, and its compilers find nothing to warn of.</summary>
public sealed class InferenceTrimmingTests : IDisposable
{
    private const string Tour = """
        using RlLab.Inference;

        var policy = Policy.Load(args[0]);
        var action = policy.Act([0.1f, 0.2f, -0.3f, 0.4f]);
        Console.WriteLine($"{policy.Metadata["rllab.experiment"]}: {action} of {policy.Actions[0]}, {policy.Outputs[0]:0.0000}");
        """;

    private readonly TrimmedProgram _program = new("RlLab.Inference", "Google.Protobuf", "System.Numerics.Tensors");

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Trimmed_a_policy_acts_as_it_does_otherwise() => await PublishAndRunAsync("PublishTrimmed");

    [Fact]
    public async Task Compiled_ahead_of_time_a_policy_acts_as_it_does_otherwise() =>
        await PublishAndRunAsync("PublishAot", TrimmedProgram.SkipUnlessItCompilesAheadOfTime());

    private async Task PublishAndRunAsync(string how, string options = "")
    {
        var file = RepositoryFiles.PathOf("tests/RlLab.Packages.Tests/cartpole-reinforce.onnx");
        var policy = Inference.Policy.Load(file);
        var action = policy.Act([0.1f, 0.2f, -0.3f, 0.4f]);
        var run = $"{await _program.PublishAsync(how, Tour, options)} {file}";

        var said = (await Command.RunAsync(_program.In(), run)).EnsureDone(run).Output;

        said.Should().Contain(FormattableString.Invariant($"cartpole-reinforce: {action} of 2, {policy.Outputs[0]:0.0000}"));
    }
}
