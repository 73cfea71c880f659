using RlLab.Cli.TestHost;

namespace RlLab.Cli.Tests;

/// <summary>Playing what a run has learned.</summary>
public sealed class PlayTests : IDisposable
{
    private readonly Lab _lab = new();

    [Fact]
    public async Task A_run_is_played_from_its_checkpoint_with_a_seed_that_training_never_saw()
    {
        await _lab.RunAsync("run", "hill-climb", "--seed", "3");
        var run = _lab.Runs().Single();
        var answer = await _lab.RunAsync("play", run.Header.Id[..8], "--episodes", "2", "--json");
        answer.ExitCode.Should().Be(0);
        answer.Json.GetProperty("checkpoint").GetString().Should().Be("checkpoints/last.dat");
        answer.Json.GetProperty("returnMean").GetDouble().Should().Be(run.Metrics["eval/height"][^1].Value, "that is what the checkpoint holds");
        answer.Json.GetProperty("episodes").GetArrayLength().Should().Be(2);
        answer.Json.GetProperty("seed").GetInt64().Should().Be(2_000_003);
        answer.Json.GetProperty("episodes")[0].GetProperty("length").GetInt64().Should().Be(2_000_003);
        _lab.Runs().Should().ContainSingle("playing leaves no run behind");
    }

    [Fact]
    public async Task Of_a_sweep_its_best_run_is_played()
    {
        await _lab.RunAsync("sweep", "hill-climb", "--set", "Width=16");
        var best = _lab.Sweep().Runs.MaxBy(run => run.Objective)!;
        (await _lab.RunAsync("play", "hill-climb", "--json")).Json.GetProperty("run").GetString().Should().Be(best.Id);
        (await _lab.RunAsync("play", _lab.Sweep().Header.Id[..8], "--json")).Json.GetProperty("run").GetString().Should().Be(best.Id);
    }

    [Fact]
    public async Task Each_episode_is_filmed_into_the_current_folder_where_that_is_asked_for()
    {
        await _lab.RunAsync("run", "hill-climb");
        var answer = await _lab.RunAsync("play", "latest-run", "--film");
        answer.ExitCode.Should().Be(2, "there is no run of that name");

        var id = _lab.Runs().Single().Header.Id[..8];
        (await _lab.RunAsync("play", id, "--film", "--episodes", "2")).ExitCode.Should().Be(0);
        Directory.GetFiles(_lab.Folder, $"hill-climb-{id}-episode-*").Should().HaveCount(2);
    }

    [Fact]
    public async Task A_checkpoint_that_is_not_there_is_told_with_those_that_are()
    {
        await _lab.RunAsync("run", "hill-climb");
        (await _lab.RunAsync("play", _lab.Runs().Single().Header.Id, "--checkpoint", "best")).Should().Match<Answer>(
            a => a.ExitCode == 2 && a.Error.Contains("has no checkpoint 'best'. It has last.dat."));

        await _lab.RunAsync("run", "hill-climb", "--set", "Behaviour=Throw");
        (await _lab.RunAsync("play", _lab.Runs().Single(run => run.Artifacts.ContainsKey("failure.txt")).Header.Id)).Should().Match<Answer>(
            a => a.ExitCode == 1 && a.Error.Contains("has saved no checkpoint"));
    }

    [Fact]
    public async Task An_experiment_that_would_train_instead_is_ended_at_its_first_word()
    {
        await _lab.RunAsync("run", "hill-climb", "--set", "Behaviour=Stubborn");
        var answer = await _lab.RunAsync("play", _lab.Runs().Single().Header.Id);
        answer.ExitCode.Should().Be(1);
        answer.Error.Should().Contain("trains where it was asked to play").And.Contain("IRun.Playback");
        answer.Error.Should().NotContain("DQN", "all trainers of RlLab play");
        _lab.Runs().Should().ContainSingle();
    }

    [Fact]
    public async Task What_plays_has_the_clock_of_the_host()
    {
        var (clock, heard) = (new OwnClock(), new List<TimeProvider>());
        var climb = TestExperiments.All[0];
        var listening = climb with { Create = p => new Listening(climb.Create(p), heard.Add) };
        using var lab = new Lab { Clock = clock, Experiments = [listening] };
        await lab.RunAsync("run", "hill-climb");
        heard.Clear();
        (await lab.RunAsync("play", lab.Runs().Single().Header.Id)).ExitCode.Should().Be(0);
        heard.Should().Equal(clock);
    }

    public void Dispose() => _lab.Dispose();

    private sealed class OwnClock : TimeProvider;

    private sealed class Listening(IExperiment experiment, Action<TimeProvider> heard) : IExperiment
    {
        public Task Train(IRun run)
        {
            heard(run.Clock);
            return experiment.Train(run);
        }
    }
}
