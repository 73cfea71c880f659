using System.Diagnostics;
using System.Text.RegularExpressions;
using RlLab.Generated;

namespace RlLab.Experiments.Tests;

/// <summary>The settings that the host's README shows are ones that the experiments take.</summary>
public sealed partial class SettingsExampleTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-settings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_setting_of_the_readme_is_taken()
    {
        var readme = await File.ReadAllTextAsync(RepositoryFiles.PathOf("src", "RlLab.Cli", "README.md"), TestContext.Current.CancellationToken);
        var example = Block().Match(readme).Groups[1].Value;
        example.Should().Contain("[experiments.");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "rllab.toml"), example, TestContext.Current.CancellationToken);
        foreach (var experiment in ExperimentCatalogue.All.Where(e => example.Contains($"[experiments.{e.Name}", StringComparison.Ordinal)))
        {
            var command = new ProcessStartInfo("dotnet", [typeof(CartPoleDqn).Assembly.Location, "plan", experiment.Name])
            {
                WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true,
            };
            using var plan = Process.Start(command)!;
            var output = plan.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = await plan.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            (await output + error).Should().Contain("set to").And.NotContain("error:");
        }
    }

    [GeneratedRegex("```toml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
