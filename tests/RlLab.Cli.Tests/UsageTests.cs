using System.Text.RegularExpressions;
using RlLab.Engines;

namespace RlLab.Cli.Tests;

public sealed class UsageTests : IDisposable
{
    private static readonly string[] Commands =
    [
        "list", "plan", "run", "sweep", "resume", "retry", "extend", "status", "attach", "cancel", "worker", "compare", "ui", "sync", "doctor",
    ];

    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    public static TheoryData<string> EveryCommand => [.. Commands];

    [Theory]
    [MemberData(nameof(EveryCommand))]
    public async Task Every_command_has_help_with_an_example(string command)
    {
        var answer = await _lab.RunAsync(command, "--help");
        answer.ExitCode.Should().Be(0);
        answer.Output.Should().Contain("Example").And.Contain($"-- {command}").And.Contain("--json");
        answer.Error.Should().BeEmpty();
    }

    [Theory]
    [InlineData("resume", "<SWEEP|EXPERIMENT|ADDRESS|RUN>", "--retries <N> How often a run is begun again whose process died. [default: as the")]
    [InlineData("extend", "<SWEEP|EXPERIMENT|ADDRESS>", "[default: as before]")]
    [InlineData("sweep", "<EXPERIMENT>", "--retries <N> How often a run is begun again whose process died. [default: 1]")]
    [InlineData("run", "<EXPERIMENT>", "--device <auto|cpu|cuda[:N]> Where to train; auto takes the GPU only for an")]
    [InlineData("rerun", "<RUN|SWEEP|EXPERIMENT>", "[default: as recorded]")]
    [InlineData("play", "<RUN|SWEEP|EXPERIMENT>", "--device <auto|cpu|cuda[:N]> Where to play; auto")]
    public async Task Help_names_the_arguments_as_it_lists_them_and_the_defaults_that_hold(string command, string argument, string option)
    {
        var help = (await _lab.RunAsync(command, "--help")).Output;
        help.Should().MatchRegex($@"Usage:\s.* {Regex.Escape($"{command} {argument}")} ");
        Regex.Replace(help, @"\s+", " ").Should().Contain(option);
    }

    [Fact]
    public async Task Help_shows_every_command()
    {
        var answer = await _lab.RunAsync("--help");
        Commands.Should().OnlyContain(command => answer.Output.Contains($"  {command}"));
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
    [InlineData("--space takes NAME=VALUES, and 'Rate' is not that", "plan", "hill-climb", "--space", "Rate")]
    [InlineData("has no parameter 'Rat', which --space sets. Did you mean Rate?", "plan", "hill-climb", "--space", "Rat=1")]
    [InlineData("The space of Rate, '1..0.1' (--space), is empty, since 1 is not below 0.1", "plan", "hill-climb", "--space", "Rate=1..0.1")]
    [InlineData("holds 'fast', but it takes a finite number", "plan", "hill-climb", "--space", "Rate=0.1,fast")]
    [InlineData("holds '', but it takes a finite number", "plan", "hill-climb", "--space", "Rate=0.1,")]
    [InlineData("names 0.1 twice", "plan", "hill-climb", "--space", "Rate=0.1,1e-1")]
    [InlineData("has a step of 2, which must be above 0 and at most as wide as the range", "plan", "hill-climb", "--space", "Rate=0..1:2")]
    [InlineData("has a step of 0, which", "plan", "hill-climb", "--space", "Width=0..8:0")]
    [InlineData("is logarithmic and begins at 0; it must begin above 0", "plan", "hill-climb", "--space", "Rate=0..1:log")]
    [InlineData("has points, which are for real numbers; list the values instead", "plan", "hill-climb", "--space", "Width=1..64:log:3")]
    [InlineData("has '1' points, and takes a whole number from 2", "plan", "hill-climb", "--space", "Rate=0.1..1:log:1")]
    [InlineData("has steps on a logarithmic scale, which are for real numbers", "plan", "hill-climb", "--space", "Width=1..64:8:log")]
    [InlineData("has a step of 1, which must be above 0 and at most as wide", "plan", "hill-climb", "--space", "Rate=0.1..1:1:log")]
    [InlineData("is logarithmic and begins at 0; it must begin above 0", "plan", "hill-climb", "--space", "Rate=0..1:0.1:log")]
    [InlineData("holds 'few', but", "plan", "hill-climb", "--space", "Rate=0.1..1:few:log")]
    [InlineData("has too many parts", "plan", "hill-climb", "--space", "Rate=0.1..1:log:2:3")]
    [InlineData("holds '3000000000', but its type holds -2147483648 to 2147483647", "plan", "hill-climb", "--space", "Width=1..3000000000")]
    [InlineData("holds 'Clim', but it takes one of Climb, Throw", "plan", "hill-climb", "--space", "Behaviour=Clim,Throw")]
    [InlineData("--set gives Rate one value and --space several", "plan", "hill-climb", "--space", "Rate=1,2", "--set", "Rate=1")]
    [InlineData("--launcher takes local, slurm or none, not 'pbs'", "sweep", "hill-climb", "--launcher", "pbs")]
    [InlineData("There is no `sbatch` on the PATH, so no Slurm cluster can be reached from here", "sweep", "hill-climb", "--launcher", "slurm")]
    [InlineData("--gpus shares the GPUs of this machine, not of a Slurm cluster", "sweep", "hill-climb", "--launcher", "slurm", "--gpus", "0")]
    [InlineData("--hours ends a sweep of this machine, not of a Slurm cluster", "sweep", "hill-climb", "--launcher", "slurm", "--hours", "3")]
    [InlineData("postgres://me@127.0.0.1:9/lab cannot be reached", "sweep", "hill-climb", "--store", "postgres://me:secret@127.0.0.1:9/lab")]
    [InlineData("The store postgres://127.0.0.1:9/lab cannot be reached", "worker", "--store", "postgres://127.0.0.1:9/lab?sweep=8d39956e")]
    [InlineData("'http://db/lab' is no address of a store. Write postgres://", "sweep", "hill-climb", "--store", "http://db/lab")]
    [InlineData("has the option 'colour=red', which no connection", "status", "postgres://127.0.0.1:9/lab?colour=red")]
    [InlineData("--space has nothing to choose", "sweep", "hill-climb", "--space", "Rate=1,2", "--defaults")]
    [InlineData("but it takes a whole number", "run", "hill-climb", "--set", "Steps=1.5")]
    [InlineData("but its type holds -2147483648 to 2147483647", "run", "hill-climb", "--set", "Steps=3000000000")]
    [InlineData("but it takes true or false", "run", "hill-climb", "--set", "Loud=maybe")]
    [InlineData("Miss, Leap, Annotate, Predict, Whisper. Did you mean Throw", "run", "hill-climb", "--set", "Behaviour=Thro")]
    [InlineData("There is no device 'gpu'", "run", "hill-climb", "--device", "gpu")]
    [InlineData("--device auto or cpu", "run", "hill-climb", "--device", "cuda:0")]
    [InlineData("--trials 5 does not go with a grid", "plan", "hill-climb", "--trials", "5")]
    [InlineData("both must be at least 1", "plan", "hill-climb", "--seeds", "0")]
    [InlineData("--parallel 0 trains nothing", "sweep", "hill-climb", "--parallel", "0")]
    [InlineData("--seeds takes a whole number from -2147483648 to 2147483647, and 'x' is none", "sweep", "hill-climb", "--seeds", "x")]
    [InlineData("--seed takes a whole number from -9223372036854775808", "run", "hill-climb", "--seed", "1e3")]
    [InlineData("--sampler takes grid, random, sobol, tpe, cma-es, gp or auto, not 'girdle'", "plan", "hill-climb", "--sampler", "girdle")]
    [InlineData("--port takes a whole number from 0 to 65535, and '70000' is none", "ui", "--port", "70000")]
    [InlineData("--port takes a whole number from 0 to 65535, and 'abc' is none", "ui", "--port", "abc")]
    [InlineData("--set gives Rate twice, '0.1' and '0.2'. Leave one", "run", "hill-climb", "--set", "Rate=0.1", "--set", "Rate=0.2")]
    [InlineData("--space gives Rate twice, '1,2' and '1,3'. Leave one", "plan", "hill-climb", "--space", "Rate=1,2", "--space", "Rate=1,3")]
    [InlineData("--prune-after says from which step on a pruner may end runs, and there is none", "plan", "hill-climb", "--prune-after", "5")]
    [InlineData("leave --prune-after out", "plan", "hill-climb", "--prune-after", "5", "--pruner", "wilcoxon")]
    [InlineData("--host everywhere is no address", "ui", "--host", "everywhere")]
    [InlineData("error: `plan` needs EXPERIMENT. The experiment's name, and after a slash that of one of its sweeps; `list` shows them. See", "plan")]
    [InlineData("`compare` needs SWEEP|EXPERIMENT", "compare", "--json=false")]
    [InlineData("Required argument missing for option: '--set'", "run", "hill-climb", "--set")]
    [InlineData("'no-sweep' does not say how it is swept", "sweep", "no-sweep")]
    [InlineData("neither an experiment nor the beginning of a sweep's id", "compare", "deadbeef")]
    public async Task Wrong_input_is_a_paragraph_with_the_way_out_and_exit_code2(string message, params string[] args)
    {
        Assert.SkipWhen(args.Contains("cuda:0") && CudaDriver.WhyNotUsable() is null, "There may be a GPU.");
        var answer = await _lab.RunAsync(args);
        answer.ExitCode.Should().Be(2);
        answer.Error.Should().StartWith("error: ").And.Contain(message).And.NotContain("   at ");
        answer.Error.Should().NotMatchRegex(@"[.?!][.?!](\s|$)", "a sentence ends once");
        answer.Error.TrimEnd().Should().NotContain("\n", "it is one paragraph");
        answer.Output.Should().BeEmpty();
    }

    [Fact]
    public async Task Wrong_input_is_a_document_too_where_json_is_asked_for()
    {
        var answer = await _lab.RunAsync("plan", "hil-climb", "--json");
        answer.Json.GetProperty("error").GetString().Should().Contain("Did you mean hill-climb?");
        answer.Json.GetProperty("exitCode").GetInt32().Should().Be(2);
        answer.Error.Should().Contain("error: There is no experiment");
    }
}
