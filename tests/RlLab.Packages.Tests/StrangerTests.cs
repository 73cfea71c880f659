using System.Text.RegularExpressions;

namespace RlLab.Packages.Tests;

/// <summary>Uses the packages as someone does who has never seen this repository: in an empty folder, with nothing of this user's settings.</summary>
public sealed partial class StrangerTests : IDisposable
{
    private readonly PackedFeed _feed;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-stranger-");
    private readonly (string, string)[] _variables;

    public StrangerTests(PackedFeed feed)
    {
        _feed = feed;
        _variables =
        [
            ("NUGET_PACKAGES", In("packages")), ("DOTNET_CLI_HOME", In("home")), ("XDG_DATA_HOME", In("home")), ("DOTNET_NOLOGO", "1"),
            ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"), ("DOTNET_ADD_GLOBAL_TOOLS_TO_PATH", "false"), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
        ];

        // What is not ours was downloaded when this repository was restored, and is taken from there: nothing here needs a network.
        File.WriteAllText(In("nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{feed.Folder}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="downloaded" value="{PackedFeed.PackageRoot}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    [Fact]
    public async Task From_an_empty_folder_to_a_sweep_that_is_compared_and_to_tests_that_pass()
    {
        await Do("", $"dotnet new install RlLab.Templates@{PackedFeed.Version} --add-source {_feed.Folder}");
        await Do("", "dotnet new rllab -n MyLab");
        var sweep = await Do("MyLab", "dotnet run -c Release --project experiments -- sweep cartpole-reinforce --trials 2 --set Iterations=1");
        sweep.Should().Contain("2 trials x 2 seeds + 4 test runs = 8 runs").And.Contain("managed engine").And.Contain("eval/return_mean");

        // A hint is a command that works where it is read.
        var hint = Hint().Match(sweep).Groups["command"].Value.Trim();
        hint.Should().Contain("compare");
        (await Do("MyLab", hint)).Should().Contain("LearningRate");

        await Do("MyLab", "dotnet new rllab-experiment -n TwoPoles");
        await Do("MyLab", "dotnet new rllab-environment -n Corridor");
        await Do("MyLab", "dotnet new rllab-algorithm -n CrossEntropy");
        File.WriteAllText(
            In("MyLab", "experiments", "Spectrum.cs"),
            "static class Spectrum { public static object Of(TorchSharp.torch.Tensor x) => TorchSharp.torch.linalg.eig(x); }");
        var tests = await Do("MyLab", "dotnet test -c Release");
        tests.Should().Contain("RLLAB601", "the analyzer knows what the managed engine lacks");
        Passed().Match(tests).Groups["count"].Value.Should().NotBeEmpty(tests);
        int.Parse(Passed().Match(tests).Groups["count"].Value).Should().BeGreaterThan(15, "the world inherits its contract");
        (await Do("MyLab", "dotnet run -c Release --no-build --project experiments -- list"))
            .Should().Contain("two-poles").And.Contain("cartpole-reinforce");
    }

    [Fact]
    public async Task A_script_of_one_file_runs_an_experiment_in_its_process()
    {
        File.WriteAllText(In("script.cs"), $$"""
            #:package RlLab@{{PackedFeed.Version}}
            #:property PublishAot=false

            using RlLab;
            using TorchSharp;

            var results = new[] { 0.5, 2.0 }.Select(step => Lab.Run(new Walk { Step = step }, seed: 3).EnsureFinished()).ToList();
            var (first, ratio) = (results[0], results[1].Objective / results[0].Objective);
            Console.WriteLine($"ratio {ratio:0.000} in {first.Metrics["place"].Count} points, {first.Parameters["Step"]}");

            [Experiment("walk")]
            [Sweep(Sampler.Grid, Objective = "place")]
            public sealed partial class Walk : IExperiment
            {
                [Choice(0.5, 1.0)]
                public double Step { get; init; } = 1;

                public Task Train(IRun run)
                {
                    var place = 0.0;
                    for (var i = 1; i <= 5; i++)
                    {
                        place += Step * torch.rand(1).item<float>();
                        run.LogMetric("place", place, i);
                    }

                    return Task.CompletedTask;
                }
            }
            """);

        (await Do("", "dotnet run script.cs")).Should().Contain("ratio 4.000 in 5 points, 0.5");
        Directory.EnumerateDirectories(In(".rllab", "runs")).Should().HaveCount(2);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    private async Task<string> Do(string folder, string line) =>
        (await Command.RunAsync(In(folder), line, _variables)).EnsureDone(line).Output;

    [GeneratedRegex(@"^Compare:(?<command>.+)$", RegexOptions.Multiline)]
    private static partial Regex Hint();

    [GeneratedRegex(@"Failed: +0, Passed: +(?<count>\d+)")]
    private static partial Regex Passed();
}
