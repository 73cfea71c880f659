using System.Diagnostics;
using System.Text.Json;

namespace RlLab.Engines.Tests;

/// <summary>What one engine has saved, the other goes on with. Each has a process of its own.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-checkpoints-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(TorchEngine.Managed, TorchEngine.Libtorch)]
    [InlineData(TorchEngine.Libtorch, TorchEngine.Managed)]
    public async Task A_checkpoint_of_one_engine_is_loaded_by_the_other(TorchEngine saves, TorchEngine loads)
    {
        SkipWithoutLibtorch();
        await RunAsync(saves, "save");
        await RunAsync(loads, "load");

        foreach (var file in (string[])["EveryLayer.module", "EveryLayer.adam", "Balancer.module", "Balancer.adam"])
        {
            Bytes($"{file}.again").Should().Equal(Bytes(file), "{0} is loaded and saved again", file);
        }

        Answers("EveryLayer.answers").Should().HaveCount(4);
        ShouldBeClose("EveryLayer.answers.again", "EveryLayer.answers", 1e-5);
        ShouldBeClose("EveryLayer.later.again", "EveryLayer.later", 1e-4);
        Answers("EveryLayer.later").Should().NotEqual(Answers("EveryLayer.answers"), "it has trained on");

        Answers("Balancer.answers").Should().HaveCountGreaterThan(100, "the policy has learned").And.Contain(0).And.Contain(1);
        Answers("Balancer.answers.again").Should().Equal(Answers("Balancer.answers"));
    }

    private static void SkipWithoutLibtorch()
    {
        try
        {
            NativeLibraries.Load();
        }
        catch (EngineException e)
        {
            Assert.Skip(e.Message);
        }
    }

    private void ShouldBeClose(string file, string expected, double tolerance) =>
        Answers(file).Zip(Answers(expected), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan((float)tolerance, "{0} and {1}", file, expected);

    private byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(_folder.FullName, file));

    private float[] Answers(string file) => JsonSerializer.Deserialize<float[]>(Bytes(file))!;

    private async Task RunAsync(TorchEngine engine, string command)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Checkpoints.dll");
        var start = new ProcessStartInfo("dotnet", [program, command, _folder.FullName]) { RedirectStandardError = true };
        start.Environment[TorchEngines.Variable] = TorchEngines.Name(engine);
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment[ConvolutionCheck.LimitVariable] = "SSE41";
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.Should().Be(0, "{0}", errors);
    }
}
