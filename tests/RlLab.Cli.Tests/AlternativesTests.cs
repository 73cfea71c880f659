using System.Text.Json;

namespace RlLab.Cli.Tests;

/// <summary>What belongs to an alternative that is not taken does not exist.</summary>
public sealed class AlternativesTests : IDisposable
{
    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task A_sweep_knows_by_what_a_parameter_exists_in_words_that_a_refusal_can_show()
    {
        await _lab.RunAsync("sweep", "explore", "--trials", "1", "--seeds", "1");
        _lab.Sweep().Header.Identity!.Space["Exploration.End"].Should().Be("uniform 0 to 0.2, while Exploration is EpsilonGreedy");
    }

    [Fact]
    public async Task A_run_has_the_parameters_of_one_alternative()
    {
        (await _lab.RunAsync("run", "explore", "--set", "Exploration=Boltzmann", "--set", "Exploration.Temperature=3")).ExitCode.Should().Be(0);
        _lab.Runs().Single().Parameters.Select(p => $"{p.Key}={p.Value}").Where(p => p != "seed=0").Should().Equal(
            "Exploration=Boltzmann", "Exploration.Temperature=3", "Optimizer.BatchSize=16");
    }

    [Fact]
    public async Task A_trial_has_the_parameters_of_one_alternative()
    {
        var trials = await SettingsAsync();
        trials.Select(trial => trial.GetProperty("Exploration").GetString()).Distinct().Should().HaveCount(2);
        trials.Should().OnlyContain(trial =>
            Has(trial, "Exploration.End") == (trial.GetProperty("Exploration").GetString() == "EpsilonGreedy")
            && Has(trial, "Exploration.Temperature") == (trial.GetProperty("Exploration").GetString() == "Boltzmann"));
    }

    [Fact]
    public async Task Plan_and_list_tell_when_a_parameter_exists()
    {
        (await _lab.RunAsync("plan", "explore")).Output.Should().Contain("uniform 0 to 0.2, while Exploration is EpsilonGreedy");
        (await _lab.RunAsync("list", "--json")).Output.Should().MatchRegex("\"activeWhen\": {\\s*\"parameter\": \"Exploration\",\\s*\"value\": "
            + "\"Boltzmann\"");
    }

    [Fact]
    public async Task A_fixed_choice_leaves_its_parameters_swept()
    {
        var trials = await SettingsAsync("--set", "Exploration=Boltzmann");
        trials.Select(trial => trial.GetProperty("Exploration.Temperature").GetDouble()).Should().OnlyHaveUniqueItems();
        trials.Should().NotContain(trial => Has(trial, "Exploration.End"));
    }

    [Fact]
    public async Task A_value_of_an_alternative_holds_wherever_a_sweep_takes_that_one()
    {
        var trials = await SettingsAsync("--set", "Exploration.Temperature=3");
        trials.Where(trial => Has(trial, "Exploration.Temperature")).Should().NotBeEmpty()
            .And.OnlyContain(trial => trial.GetProperty("Exploration.Temperature").GetDouble() == 3);
        trials.Should().Contain(trial => Has(trial, "Exploration.End"));
    }

    [Theory]
    [InlineData(
        "run explore --set Exploration.Temperature=1",
        "--set sets Exploration.Temperature, which exists only while Exploration is Boltzmann, and it is EpsilonGreedy by default. "
        + "Add --set Exploration=Boltzmann, or leave Exploration.Temperature out.")]
    [InlineData(
        "sweep explore --set Exploration=EpsilonGreedy --set Exploration.Temperature=1",
        "which exists only while Exploration is Boltzmann, and it is EpsilonGreedy.")]
    [InlineData(
        "plan explore --space Exploration=EpsilonGreedy --set Exploration.Temperature=1", "and the sweep chooses one of EpsilonGreedy.")]
    [InlineData(
        "plan explore --set Exploration=EpsilonGreedy --space Exploration.Temperature=1..2",
            "--space sets Exploration.Temperature, which exists only")]
    [InlineData("plan explore --defaults --set Exploration.Temperature=1", "and it is EpsilonGreedy by default.")]
    [InlineData("run explore --set Optimizer=1", "has no parameter 'Optimizer', which --set sets. Did you mean Optimizer.BatchSize?")]
    public async Task A_value_that_nothing_would_use_is_refused_with_the_way_out(string command, string message)
    {
        var answer = await _lab.RunAsync(command.Split(' '));
        answer.ExitCode.Should().Be(2);
        answer.Error.Should().Contain(message);
    }

    [Theory]
    [InlineData("Exploration = 'Boltzmann'\n'Exploration.Temperature' = 3")]
    [InlineData("'Exploration' = 'Boltzmann'\n\"Exploration.Temperature\" = 3.0")]
    public async Task The_file_names_parameters_by_their_paths(string lines)
    {
        _lab.Write("[experiments.explore]\n" + lines);
        (await SettingsAsync()).Should().OnlyContain(trial => trial.GetProperty("Exploration.Temperature").GetDouble() == 3);
    }

    [Theory]
    [InlineData("[experiments.explore]\nOptimizer.BatchSize = 32")]
    [InlineData("[experiments.explore.Optimizer]\nBatchSize = 32")]
    [InlineData("[experiments.explore]\nOptimizer = { BatchSize = 32 }")]
    [InlineData("[experiments.explore.space]\nOptimizer.BatchSize = [32]")]
    [InlineData("[experiments.explore.space.Optimizer]\nBatchSize = [32]")]
    [InlineData("[experiments.explore.space]\n'Optimizer.BatchSize' = [32]")]
    public async Task A_group_is_a_table_of_the_file(string toml)
    {
        _lab.Write(toml);
        (await SettingsAsync()).Should().OnlyContain(trial => trial.GetProperty("Optimizer.BatchSize").GetInt32() == 32);
    }

    [Theory]
    [InlineData("[experiments.explore.Optimizer]\nBatchSiz = 32", "toml:2:1: there is no key 'BatchSiz' in [experiments.explore.Optimizer]. Did "
        + "you mean BatchSize?")]
    [InlineData("[experiments.explore]\nOptimizer = 32", "toml:2:1: Optimizer is a group, and takes a table: [experiments.explore.Optimizer].")]
    [InlineData("[experiments.explore.Optimiser]\nBatchSize = 32", "there is no key 'Optimiser' in [experiments.explore]. Did you mean Optimizer")]
    [InlineData(
        "[experiments.explore]\n'Exploration.Temperature' = 3\nExploration = 'EpsilonGreedy'",
        "rllab.toml:2:1 sets Exploration.Temperature, which exists only while Exploration is Boltzmann, and it is EpsilonGreedy. "
        + "Set Exploration to Boltzmann there too, or leave Exploration.Temperature out.")]
    public async Task What_the_file_has_wrong_is_told_with_its_place(string toml, string message)
    {
        _lab.Write(toml);
        (await _lab.RunAsync("plan", "explore")).Should().Match<Answer>(a => a.ExitCode == 2 && a.Error.Contains(message));
    }

    [Fact]
    public async Task A_later_source_may_take_another_alternative_than_the_file_has_values_for()
    {
        _lab.Write("[experiments.explore]\nExploration = 'Boltzmann'\n'Exploration.Temperature' = 3");
        (await SettingsAsync("--set", "Exploration=EpsilonGreedy")).Should().OnlyContain(trial => Has(trial, "Exploration.End"));
    }

    [Fact]
    public async Task A_variable_writes_a_dot_as_two_underscores()
    {
        _lab.Environment["RLLAB_SET_Optimizer__BatchSize"] = "64";
        (await SettingsAsync()).Should().OnlyContain(trial => trial.GetProperty("Optimizer.BatchSize").GetInt32() == 64);
    }

    [Fact]
    public async Task A_sweep_compares_trials_of_different_alternatives()
    {
        var answer = await _lab.RunAsync("sweep", "explore", "--trials", "4");
        answer.ExitCode.Should().Be(0);
        answer.Output.Should().MatchRegex(@"Boltzmann {9,}\d").And.MatchRegex(@"EpsilonGreedy +0");
    }

    private static bool Has(JsonElement trial, string parameter) => trial.TryGetProperty(parameter, out _);

    private async Task<IReadOnlyList<JsonElement>> SettingsAsync(params string[] more) =>
        [.. (await _lab.RunAsync(["plan", "explore", "--json", .. more])).Json.GetProperty("settings").EnumerateArray()];
}
