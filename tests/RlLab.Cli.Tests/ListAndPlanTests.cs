namespace RlLab.Cli.Tests;

public sealed class ListAndPlanTests : IDisposable
{
    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task ListShowsWhatThereIs()
    {
        var answer = await _lab.RunAsync("list");
        answer.ExitCode.Should().Be(0);
        answer.Output.Should().MatchRegex(@"hill-climb +7 +2 +Climbs a hill").And.Contain("no-sweep");
        answer.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task ListAsJsonTellsEveryParameter()
    {
        var first = (await _lab.RunAsync("list", "--json")).Json.GetProperty("experiments")[0];
        first.GetProperty("name").GetString().Should().Be("hill-climb");
        first.GetProperty("sweep").GetProperty("objective").GetString().Should().Be("eval/height");
        var rate = first.GetProperty("parameters")[0];
        rate.GetProperty("name").GetString().Should().Be("Rate");
        rate.GetProperty("kind").GetString().Should().Be("real");
        rate.GetProperty("default").GetDouble().Should().Be(0.01);
        rate.GetProperty("domain").GetString().Should().Be("log-uniform 0.001 to 1, 4 points in a grid");
        first.GetProperty("parameters")[2].GetProperty("options").GetArrayLength().Should().Be(5);
    }

    [Fact]
    public async Task PlanTellsTrialsAndRunsBeforeAnythingRuns()
    {
        var answer = await _lab.RunAsync("plan", "hill-climb");
        answer.Output.Should().Contain("8 trials x 2 seeds = 16 runs").And.Contain("trial 2  Rate=0.01 Width=16");
        answer.Output.Should().Contain("not swept: one of Climb, Throw, Abort, Await, Stubborn");
        Directory.Exists(_lab.LabFolder).Should().BeFalse("a plan leaves nothing behind");
    }

    [Fact]
    public async Task PlanAsJsonListsEverySetting()
    {
        var answer = await _lab.RunAsync(
            "plan", "hill-climb", "--sampler", "random", "--trials", "5", "--seeds", "3", "--set", "Rate=0.1", "--json");
        var plan = answer.Json;
        plan.GetProperty("sampler").GetString().Should().Be("random");
        plan.GetProperty("spaceSize").GetInt32().Should().Be(2);
        plan.GetProperty("trials").GetInt32().Should().Be(2, "there are no more settings");
        plan.GetProperty("runs").GetInt32().Should().Be(6);
        plan.GetProperty("fixed").GetProperty("Rate").GetDouble().Should().Be(0.1);
        plan.GetProperty("settings").EnumerateArray().Select(s => s.GetProperty("Width").GetInt32()).Should().BeEquivalentTo([16, 32]);
        plan.GetProperty("settings").EnumerateArray()
            .Should().OnlyContain(s => s.GetProperty("Rate").GetDouble() == 0.1 && s.GetProperty("Steps").GetInt32() == 50);
    }

    [Fact]
    public async Task PlanShowsThatARandomSamplerHasNoEndOfALogarithmicRange()
    {
        (await _lab.RunAsync("plan", "hill-climb", "--sampler", "random")).Output
            .Should().Contain("The space has no end of settings; the random sampler takes 10.");
        (await _lab.RunAsync("plan", "hill-climb")).Output.Should().Contain("The space has 8 settings; the grid sampler takes 8.");
    }

    [Fact]
    public async Task PlanOfTheDefaultsHasOneSettingOverItsSeeds()
    {
        var answer = await _lab.RunAsync("plan", "hill-climb", "--defaults", "--seeds", "10", "--set", "Width=32", "--json");
        answer.Json.GetProperty("runs").GetInt32().Should().Be(10);
        var setting = answer.Json.GetProperty("settings").EnumerateArray().Single();
        (setting.GetProperty("Width").GetInt32(), setting.GetProperty("Steps").GetInt32()).Should().Be((32, 50));
    }

    [Fact]
    public async Task TheSamplersSeedChangesTheSettingsAndNothingElseDoes()
    {
        async Task<string> Settings(params string[] more)
        {
            var answer = await _lab.RunAsync(["plan", "hill-climb", "--sampler", "random", "--trials", "3", "--json", .. more]);
            return answer.Json.GetProperty("settings").ToString();
        }

        var first = await Settings();
        (await Settings("--seeds", "7")).Should().Be(first);
        (await Settings("--sampler-seed", "1")).Should().NotBe(first);
    }
}
