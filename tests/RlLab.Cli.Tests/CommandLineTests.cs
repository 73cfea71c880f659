namespace RlLab.Cli.Tests;

/// <summary>Hints name the command by which the program was started.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("dotnet run -c Release --project lab -- sweep x", "sweep x", "dotnet run -c Release --project lab --")]
    [InlineData("/usr/bin/dotnet run sweep x", "sweep x", "dotnet run --")]
    [InlineData("dotnet run --project lab --", "", "dotnet run --project lab --")]
    [InlineData("dotnet exec lab.dll sweep x", "sweep x", null)]
    [InlineData("bash -c lab", "sweep x", null)]
    [InlineData("dotnet run -- list", "sweep x", null)]
    public void A_program_that_dotnet_run_started_is_started_by_it_again(string parent, string arguments, string? expected) =>
        CommandLine.DotnetRun(parent.Split(' '), arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Should().Be(expected);

    [Fact]
    public void A_folder_with_a_space_is_quoted() =>
        CommandLine.DotnetRun(["dotnet", "run", "--project", "my lab", "--", "list"], ["list"]).Should().Be("dotnet run --project \"my lab\" --");

    [Fact]
    public async Task A_program_that_was_started_by_its_path_is_named_by_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the system does not say who started a program.");
        using var lab = new Lab();
        using var host = HostProcess.Start(lab, "run", "hill-climb");
        var answer = await host.EndAsync();
        answer.Output.Should().Contain($"Look at it:   {TestHostProgram.File} ui");
        using var help = HostProcess.Start(lab, "sweep", "--help");
        (await help.EndAsync()).Output.Should().Contain($"  {TestHostProgram.File} sweep cartpole-reinforce");
    }

    [Fact]
    public async Task A_program_that_dotnet_runs_is_named_by_its_assembly()
    {
        using var lab = new Lab();
        var assembly = Path.Combine(AppContext.BaseDirectory, "RlLab.Cli.TestHost.dll");
        using var host = HostProcess.Start(lab, new System.Diagnostics.ProcessStartInfo("dotnet", [assembly, "run", "hill-climb"]));
        (await host.EndAsync()).Output.Should().Contain($"Look at it:   dotnet {assembly} ui");
    }
}
