using System.Text.Json;

namespace RlLab.Cli.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task TheOrderIsAttributeThenFileThenEnvironmentThenCommandLine()
    {
        (await StepsAsync()).Should().Be(50);
        _lab.Write("[experiments.hill-climb]\nSteps = 60\nLoud = true");
        (await StepsAsync()).Should().Be(60);
        _lab.Environment["RLLAB_SET_Steps"] = "70";
        (await StepsAsync()).Should().Be(70);
        (await StepsAsync("--set", "Steps=80")).Should().Be(80);
        (await StepsAsync("--set", "Steps=80", "--set", "Steps=90")).Should().Be(90);
    }

    [Fact]
    public async Task TheFileIsTheNearestOneAboveElseTheOneBesideTheProgram()
    {
        _lab.Write("[experiments.hill-climb]\nSteps = 11", "bin");
        (await StepsAsync()).Should().Be(11);
        _lab.Write("[experiments.hill-climb]\nSteps = 12");
        (await StepsAsync()).Should().Be(12);
    }

    [Fact]
    public async Task EveryTypeOfValueCanBeWritten()
    {
        _lab.Write("experiments.hill-climb = { Rate = 1e-2, Width = 32, Behaviour = 'Throw', Loud = true, Steps = 0x10 }");
        var set = (await _lab.RunAsync("plan", "hill-climb", "--json")).Json.GetProperty("fixed");
        set.GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)
            .Should().Be("""{"Rate":0.01,"Width":32,"Behaviour":"Throw","Steps":16,"Loud":true}""");
    }

    [Theory]
    [InlineData("[tracking\nuri = 'x'", 1, 10, "not TOML: ']'")]
    [InlineData("[tracking]\n  ur = 'x'", 2, 3, "no key 'ur' in [tracking]. Did you mean uri?")]
    [InlineData("\n[trackin]\nuri = 'x'", 2, 2, "no key 'trackin'. Did you mean tracking?")]
    [InlineData("trackin.uri = 'x'", 1, 1, "no key 'trackin'")]
    [InlineData("tracking = { uri = 'x', ur = 'y' }", 1, 25, "no key 'ur'")]
    [InlineData("[tracking]\nuri = 5", 2, 1, "'tracking.uri' takes a text")]
    [InlineData("[defaults]\nparallel = 0", 2, 1, "takes a whole number from 1")]
    [InlineData("[defaults]\nparallel = 'two'", 2, 1, "takes a whole number from 1")]
    [InlineData("defaults = 3", 1, 1, "'defaults' is a table")]
    [InlineData("[experiments.hil-climb]\nSteps = 3", 1, 14, "no key 'hil-climb' in [experiments]. Did you mean hill-climb?")]
    [InlineData("[experiments.hill-climb]\nRate = 0.1\nStep = 3", 3, 1, "no key 'Step' in [experiments.hill-climb]. Did you mean Steps?")]
    [InlineData("[experiments.hill-climb]\nSteps = [3]", 2, 1, "Steps takes a number, a text, true or false")]
    public async Task WhatDoesNotFitIsNamedWithFileLineAndColumn(string toml, int line, int column, string message)
    {
        _lab.Write(toml);
        var answer = await _lab.RunAsync("plan", "hill-climb");
        answer.ExitCode.Should().Be(2);
        answer.Error
            .Should().StartWith($"error: {Path.Combine(_lab.Folder, "rllab.toml")}:{line}:{column}: ").And.Contain(message)
            .And.NotContain("   at ");
    }

    [Theory]
    [InlineData("Steps = 1.5", "rllab.toml:2:1 sets Steps of 'hill-climb' to '1.5', but it takes a whole number")]
    [InlineData("Rate = 7", "rllab.toml:2:1 sets Rate of 'hill-climb' to '7', which is outside its domain")]
    public async Task AValueThatDoesNotFitItsParameterIsNamedWithItsPlace(string line, string message)
    {
        _lab.Write("[experiments.hill-climb]\n" + line);
        (await _lab.RunAsync("plan", "hill-climb")).Should().Match<Answer>(a => a.ExitCode == 2 && a.Error.Contains(message));
    }

    [Theory]
    [InlineData("RLLAB_SET_Step", "3", "has no parameter 'Step', which RLLAB_SET_Step sets. Did you mean Steps?")]
    [InlineData("RLLAB_SET_Rate", "fast", "RLLAB_SET_Rate sets Rate of 'hill-climb' to 'fast', but")]
    [InlineData("RLLAB_PARALLEL", "many", "RLLAB_PARALLEL is 'many'")]
    public async Task AVariableThatDoesNotFitIsNamed(string name, string value, string message)
    {
        _lab.Environment[name] = value;
        (await _lab.RunAsync("plan", "hill-climb")).Should().Match<Answer>(a => a.ExitCode == 2 && a.Error.Contains(message));
    }

    [Fact]
    public async Task AVariableThatIsSetToNothingIsNotSet()
    {
        _lab.Environment["RLLAB_PARALLEL"] = "";
        _lab.Environment["RLLAB_DIRECTORY"] = " ";
        (await _lab.RunAsync("run", "hill-climb")).ExitCode.Should().Be(0);
        _lab.Runs().Should().HaveCount(1);
    }

    [Fact]
    public async Task AFaultIsToldWithoutAStackTraceEvenWhereItCannotBeWrittenDown()
    {
        _lab.Environment["RLLAB_DIRECTORY"] = "a\0b";
        var answer = await _lab.RunAsync("run", "hill-climb");
        answer.ExitCode.Should().Be(1);
        answer.Error.Should().Contain("ArgumentException").And.Contain("could not be written down").And.NotContain("   at ");
    }

    private async Task<long> StepsAsync(params string[] more)
    {
        var plan = (await _lab.RunAsync(["plan", "hill-climb", "--json", .. more])).Json;
        return plan.GetProperty("settings")[0].GetProperty("Steps").GetInt64();
    }
}
