using RlLab.Formats;
using RlLab.Sweeps;
using RlLab.Tracking;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Cli.Tests;

/// <summary>What a run has learned, as a file for other programs, and the way back.</summary>
[Collection(TorchGenerator.Name)]
public sealed class ExportTests : IDisposable
{
    private readonly Lab _lab = new();

    [Theory]
    [InlineData("Reinforce", "best")]
    [InlineData("Dqn", "last")]
    public async Task The_weights_of_a_checkpoint_are_written_under_PyTorchs_names(string algorithm, string checkpoint)
    {
        await _lab.RunAsync("run", "match", "--set", $"Algorithm={algorithm}");
        var run = _lab.Runs().Single();

        var answer = await _lab.RunAsync("export", run.Header.Id[..8], "--format", "safetensors", "--checkpoint", checkpoint, "--json");

        answer.ExitCode.Should().Be(0, answer.ToString());
        var file = answer.Json.GetProperty("file").GetString()!;
        file.Should().Be(Path.Combine(_lab.Folder, $"match-{run.Header.Id[..8]}-{checkpoint}.safetensors"));
        using var scope = NewDisposeScope();
        using var network = Sequential(Linear(2, 8), Tanh(), Linear(8, 2));
        network.load(RunFolder.Artifact(run.Folder, $"checkpoints/{checkpoint}.dat"));
        var read = WeightFile.Read(file);
        read.Keys.Should().Equal("0.weight", "0.bias", "2.weight", "2.bias");
        read["0.weight"].data<float>().ToArray().Should().Equal(network.state_dict()["0.weight"].data<float>().ToArray());
    }

    [Fact]
    public async Task An_ONNX_file_is_written_where_it_is_asked_for_and_replaces_what_was_there()
    {
        await _lab.RunAsync("run", "match");
        var file = Path.Combine(_lab.Folder, "policy.onnx");
        File.WriteAllBytes(file, new byte[100_000]);

        var answer = await _lab.RunAsync("export", _lab.Runs().Single().Header.Id, "--format", "onnx", "--out", "policy.onnx");

        answer.ExitCode.Should().Be(0, answer.ToString());
        answer.Output.Should().MatchRegex(
            "Wrote best of run [0-9a-f]{8}, match, to policy.onnx: .* bytes. It plays an episode of 8 steps to a return of");
        new FileInfo(file).Length.Should().BeInRange(200, 5_000);
    }

    [Fact]
    public async Task What_cannot_be_exported_is_told_and_nothing_is_written()
    {
        await _lab.RunAsync("run", "hill-climb");
        var run = _lab.Runs().Single().Header.Id[..8];
        (await _lab.RunAsync("export", run, "--format", "onnx")).Should().Match<Answer>(
            a => a.ExitCode == 1 && a.Error.Contains("was asked to export and only played"));
        (await _lab.RunAsync("export", run, "--format", "h5")).Should().Match<Answer>(
            a => a.ExitCode == 2 && a.Error.Contains("--format takes onnx or safetensors, and not 'h5'."));
        (await _lab.RunAsync("export", run, "--format", "onnx", "--out", "nowhere/policy.onnx")).Should().Match<Answer>(
            a => a.ExitCode == 2 && a.Error.Contains("There is no folder"));
        Directory.GetFiles(_lab.Folder, "*.onnx").Should().BeEmpty();
    }

    [Fact]
    public async Task What_only_predicts_is_exported_without_an_episode_and_not_played()
    {
        await _lab.RunAsync("run", "hill-climb", "--set", "Behaviour=Predict");
        var run = _lab.Runs().Single().Header.Id[..8];

        (await _lab.RunAsync("export", run, "--format", "onnx", "--out", "hill.onnx")).Should().Match<Answer>(
            a => a.ExitCode == 0 && a.Output.Contains("to hill.onnx: 4 bytes.") && !a.Output.Contains("episode"));
        File.ReadAllText(Path.Combine(_lab.Folder, "hill.onnx")).Should().Be("hill");
        (await _lab.RunAsync("export", run, "--format", "safetensors", "--json")).Json.TryGetProperty("return", out _).Should().BeFalse();
        (await _lab.RunAsync("play", run)).Should().Match<Answer>(a => a.ExitCode == 1 && a.Error.Contains("climbs no more"));
    }

    [Fact]
    public async Task A_run_starts_from_weights_that_were_exported_and_says_so_and_a_rerun_does_the_same()
    {
        var file = await ExportedAsync("Units=8");
        await _lab.RunAsync("run", "match", "--seed", "2", "--set", "Rate=1e-30", "--from", Path.GetRelativePath(_lab.Folder, file));
        var run = Newest();
        run.Tags["rllab.from.file"].Should().Be(file);
        run.Tags["rllab.from.sha256"].Should().MatchRegex("^[0-9a-f]{64}$");

        await _lab.RunAsync("export", run.Header.Id, "--format", "safetensors", "--checkpoint", "last", "--out", "again.safetensors");
        using var scope = NewDisposeScope();
        var (before, after) = (WeightFile.Read(file), WeightFile.Read(Path.Combine(_lab.Folder, "again.safetensors")));
        after["2.weight"].data<float>().ToArray().Should().Equal(
            before["2.weight"].data<float>().ToArray(), "its steps are too small to change them");

        (await _lab.RunAsync("rerun", run.Header.Id)).Output.Should().Contain("are equal to the last bit");
    }

    [Fact]
    public async Task Weights_of_another_shape_fail_the_run_by_the_name_of_their_tensor()
    {
        var file = await ExportedAsync("Units=8");
        var answer = await _lab.RunAsync("run", "match", "--set", "Units=4", "--from", file);
        answer.ExitCode.Should().Be(1);
        answer.Output.Should().MatchRegex(
            @"Failed: '0.weight' of .*\.safetensors is Float32 \[8, 2\], and the network's is Float32 \[4, 2\]\. The trace is in");
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_no_such_file_is_refused_before_anything_begins()
    {
        File.WriteAllText(Path.Combine(_lab.Folder, "bad.pt"), "no archive");
        (await _lab.RunAsync("run", "match", "--from", "none.pt")).Should().Match<Answer>(
            a => a.ExitCode == 2 && a.Error.Contains("--from none.pt: "));
        (await _lab.RunAsync("sweep", "match", "--from", "bad.pt")).Should().Match<Answer>(
            a => a.ExitCode == 2 && a.Error.Contains("--from bad.pt: ") && a.Error.Contains("it is no ZIP archive"));
        _lab.Runs().Should().BeEmpty();
    }

    [Fact]
    public async Task A_training_that_does_not_look_at_them_is_ended_at_its_first_point()
    {
        var file = await ExportedAsync("Units=8");
        var answer = await _lab.RunAsync("run", "hill-climb", "--from", file);
        answer.ExitCode.Should().Be(1);
        answer.Output.Should().Contain("its trainer does not look at IRun.StartingWeights");
        Newest().Metrics.Should().BeEmpty();
    }

    [Fact]
    public async Task Every_run_of_a_sweep_starts_from_them()
    {
        var file = await ExportedAsync("Units=8");
        (await _lab.RunAsync("sweep", "match", "--set", "Rate=0.01", "--seeds", "2", "--from", file)).ExitCode.Should().Be(0);
        _lab.Runs().Where(run => run.Header.ParentId is not null).Select(run => run.Tags["rllab.from.file"]).Should().Equal(file, file);
    }

    [Fact]
    public async Task A_run_that_is_taken_up_does_not_read_them_again_and_one_that_begins_needs_the_same_file()
    {
        var file = await ExportedAsync("Units=8");
        await _lab.RunAsync("run", "match", "--from", file);
        var whole = Newest();

        var id = SweepRequests.NewId();
        using var stop = new CancellationTokenSource();
        Train(whole, id, progress => { if (progress.Step >= 100) { stop.Cancel(); } }, stop.Token).State.Should().Be(RunState.Killed);
        File.Move(file, file + ".moved");
        Train(whole, id, _ => { }, CancellationToken.None).State.Should().Be(RunState.Finished);
        MetricDifference.Between(whole, RunLog.Read(Path.Combine(_lab.LabFolder, "runs", id))).Should().BeEmpty();

        File.Copy(file + ".moved", file);
        File.AppendAllText(file, " ");
        var changed = Train(whole, SweepRequests.NewId(), _ => { }, CancellationToken.None);
        changed.State.Should().Be(RunState.Failed);
        changed.Message.Should().Contain("has changed since the run was begun");
    }

    public void Dispose() => _lab.Dispose();

    private async Task<string> ExportedAsync(string setting)
    {
        await _lab.RunAsync("run", "match", "--seed", "1", "--set", setting);
        var answer = await _lab.RunAsync("export", Newest().Header.Id, "--format", "safetensors", "--json");
        answer.ExitCode.Should().Be(0, answer.ToString());
        return answer.Json.GetProperty("file").GetString()!;
    }

    private RunLog Newest() => _lab.Runs().MaxBy(run => run.Header.StartTime)!;

    private RunOutcome Train(RunLog like, string id, Action<RunProgress> progress, CancellationToken stopping)
    {
        var request = new RunRequest(
            id, "seed-0", Sweep: null, "match", Trial: 0, Seed: 0, "cpu", "eval/return_mean", like.Header.Setting!, like.Header.Tags);
        var trainer = new RunTrainer(_lab.Context(TextWriter.Null, TextWriter.Null), _lab.LabFolder, "") { CheckpointEvery = TimeSpan.Zero };
        return trainer.Train(request, progress, stopping);
    }
}
