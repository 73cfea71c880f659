using System.Runtime.InteropServices;
using RlLab.Testing;
using RlLab.Tracking;
using RlLab.Tracking.Server;

namespace RlLab.Packages.Tests;

/// <summary>A program that uses all of MLflow's client works trimmed and compiled ahead of time, and its compilers find nothing to warn of.</summary>
public sealed class TrimmingTests : IDisposable
{
    private static readonly string[] Libraries = ["RlLab.Tracking", "RlLab.Journal", "RlLab.Abstractions", "Polly.Core", "System.IO.Hashing"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-trimmed-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Trimmed_the_client_does_what_it_does_otherwise() => await PublishAndRunAsync("PublishTrimmed");

    [Fact]
    public async Task Compiled_ahead_of_time_the_client_does_what_it_does_otherwise()
    {
        var compiler = $"runtime.{RuntimeInformation.RuntimeIdentifier}.microsoft.dotnet.ilcompiler";
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(PackedFeed.PackageRoot, compiler)),
            $"{compiler} is not among the packages of this machine; `dotnet publish -p:PublishAot=true` of any program brings it.");
        Assert.SkipUnless(IsOnPath("clang") || IsOnPath("gcc"), "Neither clang nor gcc is here to link with.");
        await PublishAndRunAsync("PublishAot", IsOnPath("clang") ? "" : " -p:CppCompilerAndLinker=gcc");
    }

    private async Task PublishAndRunAsync(string how, string options = "")
    {
        var references = Libraries.Select(name => $"""<Reference Include="{Path.Combine(AppContext.BaseDirectory, name + ".dll")}" />""");
        File.WriteAllText(In("Tour.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <{how}>true</{how}>
                <TrimMode>full</TrimMode>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
              </PropertyGroup>
              <ItemGroup>{string.Concat(references)}</ItemGroup>
            </Project>
            """);
        File.Copy(RepositoryFiles.PathOf("tests/RlLab.Tracking.Tests/Mlflow/Samples.cs"), In("Samples.cs"));
        File.WriteAllText(In("Program.cs"), """
            using RlLab.Tracking;
            using RlLab.Tracking.Samples;

            using var client = new MlflowClient(new MlflowSettings(new Uri(args[0])));
            await Samples.RunAsync(client, "cartpole", args[1]);
            Console.WriteLine(System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported ? "trimmed" : "ahead of time");
            """);

        // What the compilers need beside the SDK is fetched once, by this restore; where it is not to be had, there is nothing to try.
        var restored = await Command.RunAsync(_folder.FullName, "dotnet restore");
        Assert.SkipUnless(restored.ExitCode == 0, $"The packs for {how} are not to be had here: {restored.Output}");
        var publish = $"dotnet publish -c Release --no-restore -o out{options}";
        (await Command.RunAsync(_folder.FullName, publish)).EnsureDone(publish);

        Directory.CreateDirectory(In("files", "checkpoints"));
        File.WriteAllText(In("files", "checkpoints", "last.bin"), "weights");
        await using var server = await TrackingServer.StartAsync(new TrackingServerOptions { Directory = In("lab") },
            TestContext.Current.CancellationToken);
        var run = $"{In("out", "Tour")} {server.Address} {In("files")}";
        var said = (await Command.RunAsync(_folder.FullName, run)).EnsureDone(run).Output;

        said.Should().Contain(how == "PublishAot" ? "ahead of time" : "trimmed").And.Contain("RESOURCE_ALREADY_EXISTS");
        File.ReadAllText(In("files", "champion", "last.bin")).Should().Be("weights");

        // The server has what the program logged, and not what was left of it.
        using var client = new MlflowClient(new MlflowSettings(server.Address), TimeProvider.System, new RandomGenerator(1));
        var experiment = (await client.Experiments.FindAsync("cartpole", TestContext.Current.CancellationToken))!;
        var logged = await client.Runs.SearchAsync([experiment.ExperimentId], "attributes.run_name = 'first try'").SingleAsync();
        logged.Data.Metrics.Single(metric => metric.Key == "train/loss").Step.Should().Be(4999);
    }

    private string In(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    private static bool IsOnPath(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
