using RlLab.Testing;
using RlLab.Tracking;
using RlLab.Tracking.Server;

namespace RlLab.Packages.Tests;

/// <summary>A program that uses all of MLflow's client works trimmed and compiled ahead of time, and its compilers find nothing to warn of.</summary>
public sealed class TrimmingTests : IDisposable
{
    private const string Tour = """
        using RlLab.Tracking;
        using RlLab.Tracking.Samples;

        using var client = new MlflowClient(new MlflowSettings(new Uri(args[0])));
        await Samples.RunAsync(client, "cartpole", args[1]);
        Console.WriteLine(System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported ? "trimmed" : "ahead of time");
        """;

    private readonly TrimmedProgram _program = new("RlLab.Tracking", "RlLab.Journal", "RlLab.Abstractions", "Polly.Core", "System.IO.Hashing");

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Trimmed_the_client_does_what_it_does_otherwise() => await PublishAndRunAsync("PublishTrimmed");

    [Fact]
    public async Task Compiled_ahead_of_time_the_client_does_what_it_does_otherwise() =>
        await PublishAndRunAsync("PublishAot", TrimmedProgram.SkipUnlessItCompilesAheadOfTime());

    private async Task PublishAndRunAsync(string how, string options = "")
    {
        File.Copy(RepositoryFiles.PathOf("tests/RlLab.Tracking.Tests/Mlflow/Samples.cs"), _program.In("Samples.cs"));
        var command = await _program.PublishAsync(how, Tour, options);

        Directory.CreateDirectory(_program.In("files", "checkpoints"));
        File.WriteAllText(_program.In("files", "checkpoints", "last.bin"), "weights");
        await using var server = await TrackingServer.StartAsync(new TrackingServerOptions { Directory = _program.In("lab") },
            TestContext.Current.CancellationToken);
        var run = $"{command} {server.Address} {_program.In("files")}";
        var said = (await Command.RunAsync(_program.In(), run)).EnsureDone(run).Output;

        said.Should().Contain(how == "PublishAot" ? "ahead of time" : "trimmed").And.Contain("RESOURCE_ALREADY_EXISTS");
        File.ReadAllText(_program.In("files", "champion", "last.bin")).Should().Be("weights");

        // The server has what the program logged, and not what was left of it.
        using var client = new MlflowClient(new MlflowSettings(server.Address), TimeProvider.System, new RandomGenerator(1));
        var experiment = (await client.Experiments.FindAsync("cartpole", TestContext.Current.CancellationToken))!;
        var logged = await client.Runs.SearchAsync([experiment.ExperimentId], "attributes.run_name = 'first try'").SingleAsync();
        logged.Data.Metrics.Single(metric => metric.Key == "train/loss").Step.Should().Be(4999);
    }
}
