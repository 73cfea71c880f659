namespace RlLab.Cli.Tests;

public sealed class ListAndPlanTests : IDisposable
{
    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task List_shows_what_there_is()
    {
        var answer = await _lab.RunAsync("list");
        answer.ExitCode.Should().Be(0);
        answer.Output.Should().MatchRegex(@"hill-climb +7 +2 +Climbs a hill").And.Contain("no-sweep");
        answer.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task List_as_json_tells_every_parameter()
    {
        var first = (await _lab.RunAsync("list", "--json")).Json.GetProperty("experiments")[0];
        first.GetProperty("name").GetString().Should().Be("hill-climb");
        first.GetProperty("sweep").GetProperty("objective").GetString().Should().Be("eval/height");
        var rate = first.GetProperty("parameters")[0];
        rate.GetProperty("name").GetString().Should().Be("Rate");
        rate.GetProperty("kind").GetString().Should().Be("real");
        rate.GetProperty("default").GetDouble().Should().Be(0.01);
        rate.GetProperty("domain").GetString().Should().Be("log-uniform 0.001 to 1, 4 points in a grid");
        first.GetProperty("parameters")[2].GetProperty("options").GetArrayLength().Should().Be(13);
    }

    [Fact]
    public async Task Plan_tells_trials_and_runs_before_anything_runs()
    {
        var answer = await _lab.RunAsync("plan", "hill-climb");
        answer.Output.Should().Contain("8 trials x 2 seeds = 16 runs").And.Contain("trial 2  Rate=0.01 Width=16");
        answer.Output.Should().Contain("not swept: one of Climb, Throw, Abort, Await, Stubborn, Diverge");
        Directory.Exists(_lab.LabFolder).Should().BeFalse("a plan leaves nothing behind");
    }

    [Fact]
    public async Task Plan_as_json_lists_every_setting()
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
    public async Task Plan_shows_that_a_random_sampler_has_no_end_of_a_logarithmic_range()
    {
        (await _lab.RunAsync("plan", "hill-climb", "--sampler", "random")).Output
            .Should().Contain("The space has no end of settings; the random sampler takes 10.");
        (await _lab.RunAsync("plan", "hill-climb")).Output.Should().Contain("The space has 8 settings; the grid sampler takes 8.");
    }

    [Theory]
    [InlineData("Width=40,80", "Width", "40 80")]
    [InlineData("Width=7", "Width", "7")]
    [InlineData("Width=1..3", "Width", "1 2 3")]
    [InlineData("Width=-4 .. 4 : 4", "Width", "-4 0 4")]
    [InlineData("Rate=0..0.3:0.1", "Rate", "0 0.1 0.2 0.3")]
    [InlineData("Rate=1e-4..1e-2:log:3", "Rate", "0.0001 0.001 0.01")]
    [InlineData("Rate=0.1..0.4:0.1:log", "Rate", "0.1 0.2 0.3 0.4")]
    [InlineData("Rate=.5,1e-1", "Rate", "0.5 0.1")]
    [InlineData("Steps=3..6:log", "Steps", "3 4 5 6")]
    [InlineData("Steps=10,20", "Steps", "10 20")]
    [InlineData("Behaviour=Climb,Await", "Behaviour", "Climb Await")]
    [InlineData("Loud=true,false", "Loud", "True False")]
    public async Task A_space_replaces_what_the_attributes_say(string space, string parameter, string values)
    {
        var others = new[] { "Rate=0.1", "Width=16" }.Where(set => !set.StartsWith(parameter, StringComparison.Ordinal));
        string[] arguments = ["plan", "hill-climb", "--space", space, "--json", .. others.SelectMany(set => new[] { "--set", set })];
        var settings = (await _lab.RunAsync(arguments)).Json.GetProperty("settings").EnumerateArray();
        settings.Select(setting => setting.GetProperty(parameter).ToString()).Should().Equal(values.Split(' '));
    }

    [Fact]
    public async Task A_continuous_space_is_drawn_from_within_its_bounds()
    {
        var answer = await _lab.RunAsync("plan", "hill-climb", "--sampler", "random", "--trials", "50", "--space", "Rate=1e-6..1e-2:log", "--json");
        var rates = answer.Json.GetProperty("settings").EnumerateArray().Select(setting => setting.GetProperty("Rate").GetDouble()).ToList();
        rates.Should().HaveCount(50).And.OnlyContain(rate => rate >= 1e-6 && rate <= 1e-2).And.OnlyHaveUniqueItems();
        rates.Count(rate => rate < 1e-4).Should().BeInRange(10, 40, "its magnitudes are uniform");
    }

    [Theory]
    [InlineData("Rate=0.1", "Width=17", "Width=17 is outside the sweep's domain, one of 16, 32; it is taken all the same.")]
    [InlineData("Width=16", "Rate=2", "Rate=2 is outside the sweep's domain, log-uniform 0.001 to 1, 4 points in a grid; it is taken all the same.")]
    public async Task A_value_outside_the_domain_is_taken_and_told_once(string first, string second, string told)
    {
        var answer = await _lab.RunAsync("plan", "hill-climb", "--set", first, "--set", second);
        answer.ExitCode.Should().Be(0);
        answer.Error.Trim().Should().Be(told);
        answer.Output.Should().Contain("1 trial x 2 seeds");
        (await _lab.RunAsync("run", "hill-climb", "--set", first, "--set", second)).Should()
            .Match<Answer>(run => run.ExitCode == 0 && run.Error.Split('\n').Count(line => line == told) == 1);
    }

    [Theory]
    [InlineData("Width", "100..500:100", "150", true)]
    [InlineData("Width", "100..500:100", "200", false)]
    [InlineData("Rate", "0.1..0.5:0.1", "0.3", false)]
    [InlineData("Rate", "0.1..0.5:0.1:log", "0.3", false)]
    [InlineData("Rate", "0.1..0.5:0.1:log", "0.25", true)]
    [InlineData("Rate", "0.1..0.5:0.1", "0.35", true)]
    [InlineData("Rate", "0.1..0.5", "0.35", false)]
    public void A_value_between_the_steps_of_a_range_is_told_too(string name, string space, string value, bool isTold)
    {
        var experiment = TestHost.TestExperiments.All[0];
        var parameter = experiment.Parameters.Single(p => p.Name == name);
        parameter = parameter with { Domain = DomainText.Read(parameter, new Assignment(name, space, "--space")) };
        var values = ParameterBinder.Bind(experiment, [new Assignment(name, value, "--set")]);
        ParameterBinder.OutsideDomain(experiment with { Parameters = [parameter] }, values).Should().HaveCount(isTold ? 1 : 0);
    }

    [Fact]
    public async Task Plan_of_the_defaults_has_one_setting_over_its_seeds()
    {
        var answer = await _lab.RunAsync("plan", "hill-climb", "--defaults", "--seeds", "10", "--set", "Width=32", "--json");
        answer.Json.GetProperty("runs").GetInt32().Should().Be(10);
        var setting = answer.Json.GetProperty("settings").EnumerateArray().Single();
        (setting.GetProperty("Width").GetInt32(), setting.GetProperty("Steps").GetInt32()).Should().Be((32, 50));
    }

    [Fact]
    public async Task The_samplers_seed_changes_the_settings_and_nothing_else_does()
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

    [Fact]
    public async Task A_plan_tells_which_runs_could_share_a_program_what_separates_them_and_how_many_lanes_each_worker_has()
    {
        var plan = await _lab.RunAsync("plan", "match", "--seeds", "4", "--space", "Units=4,8");
        plan.Output.Should().Contain("Each of 2 workers has 6 lanes, the largest group has 12 runs.")
            .And.Contain("Units separates the runs into 2 groups that could share a program: Units=4 (12 runs), Units=8 (12 runs).");
        var lanes = (await _lab.RunAsync("plan", "match", "--lanes", "3", "--json")).Json.GetProperty("lanes");
        (lanes.GetProperty("width").GetInt32(), lanes.GetProperty("workers").GetInt32()).Should().Be((3, 2));
        (await _lab.RunAsync("plan", "match", "--seeds", "2")).Output.Should()
            .Contain("Lanes are off: each of 2 workers would have 3 runs of a group at most, and lanes pay from 4 on.");
        (await _lab.RunAsync("plan", "match", "--sampler", "tpe", "--lanes", "6")).Output.Should()
            .Contain("a setting is chosen without the results of the 6 trials before it");
        (await _lab.RunAsync("plan", "match", "--lanes", "x")).ExitCode.Should().Be(2);
    }
}
