using System.Text.Json;

namespace RlLab.Cli.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task The_order_is_attribute_then_file_then_environment_then_command_line()
    {
        (await StepsAsync()).Should().Be(50);
        _lab.Write("[experiments.hill-climb]\nSteps = 60\nLoud = true");
        (await StepsAsync()).Should().Be(60);
        _lab.Environment["RLLAB_SET_Steps"] = "70";
        (await StepsAsync()).Should().Be(70);
        (await StepsAsync("--set", "Steps=80")).Should().Be(80);
    }

    [Fact]
    public async Task The_file_is_the_nearest_one_above_else_the_one_beside_the_program()
    {
        _lab.Write("[experiments.hill-climb]\nSteps = 11", "bin");
        (await StepsAsync()).Should().Be(11);
        _lab.Write("[experiments.hill-climb]\nSteps = 12");
        (await StepsAsync()).Should().Be(12);
    }

    [Fact]
    public async Task Every_type_of_value_can_be_written()
    {
        _lab.Write("experiments.hill-climb = { Rate = 1e-2, Width = 32, Behaviour = 'Throw', Loud = true, Steps = 0x10 }");
        var set = (await _lab.RunAsync("plan", "hill-climb", "--json")).Json.GetProperty("fixed");
        set.GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)
            .Should().Be("""{"Rate":0.01,"Width":32,"Behaviour":"Throw","Steps":16,"Loud":true}""");
    }

    [Theory]
    [InlineData("[tracking\nuri = 'x'", 1, 10, "not TOML: Unexpected token found")]
    [InlineData("[tracking]\nuri = 'a'\n\n uri = 'b'", 4, 2, "The key `tracking.uri` is already defined at (2,1) and cannot be redefined. Mend")]
    [InlineData("[tracking]\nuri = 'a'\n[defaults]\n[tracking]\nuri = 'b'", 4, 1, "The key `tracking` is already defined at (1,1)")]
    [InlineData("defaults.device = 'cpu'\n[defaults]\nparallel = 1", 2, 1, "The key `defaults` is already defined at (1,1)")]
    [InlineData("tracking = { uri = 'a' }\ntracking.experiment_prefix = 'b'", 2, 1, "The key `tracking` is already defined")]
    [InlineData("defaults = { parallel = 1, 'parallel' = 2 }", 1, 28, "The key `defaults.parallel` is already defined")]
    [InlineData("defaults.parallel = 99999999999999999999", 1, 21, "Unable to parse integer")]
    [InlineData("[tracking]\nuri = 'never closed", 2, 19, "Invalid End-Of-File")]
    [InlineData("[tracking]\n  ur = 'x'", 2, 3, "no key 'ur' in [tracking]. Did you mean uri?")]
    [InlineData("\n[trackin]\nuri = 'x'", 2, 2, "no key 'trackin'. Did you mean tracking?")]
    [InlineData("trackin.uri = 'x'", 1, 1, "no key 'trackin'")]
    [InlineData("tracking = { uri = 'x', ur = 'y' }", 1, 25, "no key 'ur'")]
    [InlineData("[tracking]\nuri = 5", 2, 1, "'tracking.uri' takes a text")]
    [InlineData("'tracking'.\"uri\" = 1979-05-27", 1, 12, "'tracking.uri' takes a text")]
    [InlineData("[defaults]\ndevice = 'gpu'", 2, 1, "no device 'gpu'")]
    [InlineData("[defaults]\nengine = 'fast'", 2, 1, "there is no such engine: it can be auto, managed or libtorch")]
    [InlineData("[[defaults]]\nparallel = 1", 1, 3, "'defaults' takes a table: write [defaults]")]
    [InlineData("[defaults]\ncheckpoint_seconds = -1", 2, 1, "takes a number of seconds, from 0 to a day")]
    [InlineData("[defaults]\ncheckpoint_seconds = '1m'", 2, 1, "takes a number of seconds, from 0 to a day")]
    [InlineData("[defaults]\nparallel = 0", 2, 1, "takes a whole number from 1")]
    [InlineData("[defaults]\nparallel = 'two'", 2, 1, "takes a whole number from 1")]
    [InlineData("defaults = 3", 1, 1, "'defaults' takes a table: write [defaults]")]
    [InlineData("[slurm]\npartitoin = 'gpu'", 2, 1, "no key 'partitoin' in [slurm]. Did you mean partition?")]
    [InlineData("[slurm]\ncpus = 0", 2, 1, "slurm.cpus cannot be")]
    [InlineData("[slurm]\ntime = 90", 2, 1, "'slurm.time' takes a text in quotation marks")]
    [InlineData("[slurm]\n\ntime = '2 days'", 3, 1, "slurm.time cannot be '2 days': write minutes (90)")]
    [InlineData("[slurm]\nmodules = 'cuda'", 2, 1, "'slurm.modules' takes a list of texts")]
    [InlineData("[slurm]\noptions = 3", 2, 1, "'slurm.options' takes a table: write [slurm.options]")]
    [InlineData("[slurm.options]\nconstraint = 'a'\narray = '0-3'", 3, 1, "slurm.options.array cannot be set: RlLab chooses the tasks")]
    [InlineData("[slurm.options]\nexclusive = false", 2, 1, "takes a text, a whole number, or true")]
    [InlineData("[experiments.hil-climb]\nSteps = 3", 1, 14, "no key 'hil-climb' in [experiments]. Did you mean hill-climb?")]
    [InlineData("[experiments.hill-climb]\nRate = 0.1\nStep = 3", 3, 1, "no key 'Step' in [experiments.hill-climb]. Did you mean Steps?")]
    [InlineData("[experiments.hill-climb]\nSteps = [3]", 2, 1, "Steps takes a number, a text, true or false")]
    public async Task What_does_not_fit_is_named_with_file_line_and_column(string toml, int line, int column, string message)
    {
        _lab.Write(toml);
        var answer = await _lab.RunAsync("plan", "hill-climb");
        answer.ExitCode.Should().Be(2);
        answer.Error
            .Should().StartWith($"error: {Path.Combine(_lab.Folder, "rllab.toml")}:{line}:{column}: ").And.Contain(message)
            .And.NotContain("   at ");
        answer.Error.TrimEnd().Should().NotContain("\n", "it is one paragraph");
    }

    [Fact]
    public async Task A_server_that_is_no_address_is_named_with_its_place()
    {
        _lab.Write("[tracking]\nexperiment_prefix = 'x'\nuri = 'ftp://here'");
        (await _lab.RunAsync("run", "hill-climb")).Should().Match<Answer>(a =>
            a.ExitCode == 2 && a.Error.Contains("rllab.toml:3:1 is 'ftp://here', which is not the address of an MLflow server"));
    }

    [Fact]
    public async Task A_file_that_is_not_utf8_is_named_with_the_place_of_the_first_wrong_byte()
    {
        var path = Path.Combine(_lab.Folder, "rllab.toml");
        File.WriteAllBytes(path, [.. "[tracking]\nexperiment_prefix = 'caf"u8, 0xE9, .. "'"u8]);
        (await _lab.RunAsync("plan", "hill-climb")).Should().Match<Answer>(a =>
            a.ExitCode == 2 && a.Error.StartsWith($"error: {path}:2:25: this is not TOML: it is not encoded in UTF-8; save it so."));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named()
    {
        var path = Path.Combine(_lab.Folder, "rllab.toml");
        using var held = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        (await _lab.RunAsync("plan", "hill-climb")).Should().Match<Answer>(a =>
            a.ExitCode == 2 && a.Error.StartsWith($"error: {path} cannot be read: "));
    }

    [Theory]
    [InlineData("Steps = 1.5", "rllab.toml:2:1 sets Steps of 'hill-climb' to '1.5', but it takes a whole number")]
    [InlineData("Rate = 1e400", "rllab.toml:2:1 sets Rate of 'hill-climb' to 'Infinity'")]
    [InlineData("Rate = 'fast'", "rllab.toml:2:1 sets Rate of 'hill-climb' to 'fast', but it takes a finite number")]
    [InlineData("space = { Rate = '1..0.1' }", "rllab.toml:2:11), is empty")]
    [InlineData("space = { Rat = '1..2' }", "rllab.toml:2:11: there is no key 'Rat' in [experiments.hill-climb.space]. Did you mean Rate?")]
    [InlineData("Rate = 1\nspace.Rate = [1, 2]", "rllab.toml:3:7: Rate is set to one value in [experiments.hill-climb], and has a space here")]
    [InlineData("space.Rate = [[1]]", "rllab.toml:2:7: Rate takes a list of values, or a range as a text")]
    public async Task A_value_that_does_not_fit_its_parameter_is_named_with_its_place(string line, string message)
    {
        _lab.Write("[experiments.hill-climb]\n" + line);
        (await _lab.RunAsync("plan", "hill-climb")).Should().Match<Answer>(a => a.ExitCode == 2 && a.Error.Contains(message));
    }

    [Theory]
    [InlineData("RLLAB_SET_Step", "3", "has no parameter 'Step', which RLLAB_SET_Step sets. Did you mean Steps?")]
    [InlineData("RLLAB_SET_Rate", "fast", "RLLAB_SET_Rate sets Rate of 'hill-climb' to 'fast', but")]
    [InlineData("RLLAB_PARALLEL", "many", "RLLAB_PARALLEL is 'many'")]
    public async Task A_variable_that_does_not_fit_is_named(string name, string value, string message)
    {
        _lab.Environment[name] = value;
        (await _lab.RunAsync("plan", "hill-climb")).Should().Match<Answer>(a => a.ExitCode == 2 && a.Error.Contains(message));
    }

    [Fact]
    public async Task A_space_of_the_file_goes_over_the_attributes_and_below_what_comes_later()
    {
        _lab.Write("[experiments.hill-climb]\nRate = 0.1\n[experiments.hill-climb.space]\nWidth = [40, 80, 120]");
        (await WidthsAsync()).Should().Equal(40, 80, 120);
        (await WidthsAsync("--space", "Width=1,2")).Should().Equal(1, 2);
        (await WidthsAsync("--set", "Width=3")).Should().Equal(3);
        (await WidthsAsync("--defaults")).Should().Equal(16);
        (await WidthsAsync("--space", "Rate=1..2:1")).Should().Equal([40, 80, 120, 40, 80, 120], "it goes over the file's value");
        _lab.Environment["RLLAB_SET_Width"] = "5";
        (await WidthsAsync()).Should().Equal(5);
        (await WidthsAsync("--space", "Width=1,2")).Should().Equal(1, 2);
        (await _lab.RunAsync("run", "hill-climb")).ExitCode.Should().Be(0);
    }

    private async Task<IEnumerable<long>> WidthsAsync(params string[] more)
    {
        var answer = await _lab.RunAsync(["plan", "hill-climb", "--json", .. more]);
        return answer.Json.GetProperty("settings").EnumerateArray().Select(setting => setting.GetProperty("Width").GetInt64());
    }

    [Fact]
    public async Task A_variable_that_is_set_to_nothing_is_not_set()
    {
        _lab.Environment["RLLAB_PARALLEL"] = "";
        _lab.Environment["RLLAB_DIRECTORY"] = " ";
        (await _lab.RunAsync("run", "hill-climb")).ExitCode.Should().Be(0);
        _lab.Runs().Should().HaveCount(1);
    }

    [Fact]
    public async Task A_fault_is_told_without_a_stack_trace_even_where_it_cannot_be_written_down()
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
