using RlLab.Engines;

namespace RlLab.Cli.Tests;

public sealed class UsageTests : IDisposable
{
    private static readonly string[] Commands = ["list", "plan", "run", "sweep", "compare", "ui", "sync", "doctor"];

    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    public static TheoryData<string> EveryCommand => [.. Commands];

    [Theory]
    [MemberData(nameof(EveryCommand))]
    public async Task EveryCommandHasHelpWithAnExample(string command)
    {
        var answer = await _lab.RunAsync(command, "--help");
        answer.ExitCode.Should().Be(0);
        answer.Output.Should().Contain("Example").And.Contain($"-- {command}").And.Contain("--json");
        answer.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task HelpShowsEveryCommandButTheWorker()
    {
        var answer = await _lab.RunAsync("--help");
        Commands.Should().OnlyContain(command => answer.Output.Contains($"  {command}"));
        answer.Output.Should().NotContain("worker");
    }

    [Theory]
    [InlineData("There is no command 'swep'. Did you mean sweep?", "swep")]
    [InlineData("A command is missing")]
    [InlineData("'--trails'", "sweep", "hill-climb", "--trails", "3")]
    [InlineData("Did you mean --trials?", "sweep", "hill-climb", "--trails", "3")]
    [InlineData("There is no experiment 'hil-climb'. Did you mean hill-climb?", "plan", "hil-climb")]
    [InlineData("has no parameter 'rate', which --set sets. Did you mean Rate?", "plan", "hill-climb", "--set", "rate=0.1")]
    [InlineData("--set takes NAME=VALUE, and 'Rate' is not that", "plan", "hill-climb", "--set", "Rate")]
    [InlineData("sets Rate of 'hill-climb' to 'fast', but it takes a finite number", "plan", "hill-climb", "--set", "Rate=fast")]
    [InlineData("but it takes a finite number", "plan", "hill-climb", "--set", "Rate=NaN")]
    [InlineData("which is outside its domain, log-uniform 0.001 to 1", "plan", "hill-climb", "--set", "Rate=2")]
    [InlineData("which is outside its domain, one of 16, 32", "plan", "hill-climb", "--set", "Width=17")]
    [InlineData("but it takes a whole number", "run", "hill-climb", "--set", "Steps=1.5")]
    [InlineData("but its type holds -2147483648 to 2147483647", "run", "hill-climb", "--set", "Steps=3000000000")]
    [InlineData("but it takes true or false", "run", "hill-climb", "--set", "Loud=maybe")]
    [InlineData("one of Climb, Throw, Abort, Await, Stubborn. Did you mean Throw?", "run", "hill-climb", "--set", "Behaviour=Thro")]
    [InlineData("There is no device 'gpu'", "run", "hill-climb", "--device", "gpu")]
    [InlineData("--device auto or cpu", "run", "hill-climb", "--device", "cuda:0")]
    [InlineData("--trials 5 does not go with a grid", "plan", "hill-climb", "--trials", "5")]
    [InlineData("both must be at least 1", "plan", "hill-climb", "--seeds", "0")]
    [InlineData("--parallel 0 trains nothing", "sweep", "hill-climb", "--parallel", "0")]
    [InlineData("--seeds takes a whole number from -2147483648 to 2147483647, and 'x' is none", "sweep", "hill-climb", "--seeds", "x")]
    [InlineData("--seed takes a whole number from -9223372036854775808", "run", "hill-climb", "--seed", "1e3")]
    [InlineData("--sampler takes grid or random, not 'girdle'", "plan", "hill-climb", "--sampler", "girdle")]
    [InlineData("--port 70000 is no port", "ui", "--port", "70000")]
    [InlineData("error: `plan` needs EXPERIMENT. The experiment's name; `list` shows them. See", "plan")]
    [InlineData("`compare` needs SWEEP|EXPERIMENT", "compare", "--json=false")]
    [InlineData("Required argument missing for option: '--set'", "run", "hill-climb", "--set")]
    [InlineData("'no-sweep' does not say how it is swept", "sweep", "no-sweep")]
    [InlineData("neither an experiment nor the beginning of a sweep's id", "compare", "deadbeef")]
    public async Task WrongInputIsAParagraphWithTheWayOutAndExitCode2(string message, params string[] args)
    {
        Assert.SkipWhen(args.Contains("cuda:0") && CudaDriver.WhyNotUsable() is null, "There may be a GPU.");
        var answer = await _lab.RunAsync(args);
        answer.ExitCode.Should().Be(2);
        answer.Error.Should().StartWith("error: ").And.Contain(message).And.NotContain("   at ");
        answer.Error.TrimEnd().Should().NotContain("\n", "it is one paragraph");
        answer.Output.Should().BeEmpty();
    }

    [Fact]
    public async Task WrongInputIsADocumentTooWhereJsonIsAskedFor()
    {
        var answer = await _lab.RunAsync("plan", "hil-climb", "--json");
        answer.Json.GetProperty("error").GetString().Should().Contain("Did you mean hill-climb?");
        answer.Json.GetProperty("exitCode").GetInt32().Should().Be(2);
        answer.Error.Should().Contain("error: There is no experiment");
    }
}
