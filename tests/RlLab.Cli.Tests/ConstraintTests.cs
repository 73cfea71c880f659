namespace RlLab.Cli.Tests;

/// <summary>Relations between parameters.</summary>
public sealed class ConstraintTests : IDisposable
{
    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("run")]
    [InlineData("plan --defaults")]
    [InlineData("sweep --set Exploration=EpsilonGreedy")]
    public async Task A_setting_that_breaks_one_is_refused_by_its_name_and_its_comment(string command)
    {
        string[] words = command.Split(' ');
        var answer = await _lab.RunAsync([
            words[0], "explore", .. words[1..], "--set", "Optimizer.BatchSize=64", "--set", "Exploration.End=0.15"]);
        answer.ExitCode.Should().Be(2);
        answer.Error.Should().Contain(
            "This setting of 'explore' breaks the constraint EndIsRound: A large batch needs exploration to end early. "
            + "It is Exploration=EpsilonGreedy Exploration.End=0.15 Optimizer.BatchSize=64. Set other values");
        Directory.Exists(_lab.LabFolder).Should().BeFalse("nothing has begun");
    }

    [Fact]
    public async Task One_that_throws_is_told_by_its_name() => (await _lab.RunAsync("run", "explore", "--set", "Optimizer.BatchSize=13")).Should()
        .Match<Answer>(a => a.ExitCode == 2 && a.Error.Contains("The constraint Answers threw InvalidOperationException for")
            && a.Error.Contains("Bad luck. Let it answer true or false for every setting."));

    [Fact]
    public async Task Plan_tells_what_they_leave()
    {
        // A sixth of the draws have both a large batch and epsilon-greedy exploration, and half of those end late.
        var answer = await _lab.RunAsync("plan", "explore");
        answer.Output.Should().MatchRegex("EndIsRound +9[12]% +A large batch").And.MatchRegex("Answers +100%")
            .And.MatchRegex("no end of settings, of which about 9[12]% keep to all constraints");
        (await _lab.RunAsync("plan", "explore", "--space", "Exploration.End=0.05,0.15", "--set", "Exploration=EpsilonGreedy")).Output
            .Should().Contain("The space has 6 settings, of which 5 keep to all constraints");
    }
}
