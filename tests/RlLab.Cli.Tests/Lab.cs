using System.Text.Json;
using RlLab.Cli.TestHost;

namespace RlLab.Cli.Tests;

/// <summary>A folder of its own, in which commands are given to the host as a user gives them, but within this process.</summary>
internal sealed class Lab : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-cli-");

    public string Folder => _folder.FullName;

    public string LabFolder => Path.Combine(Folder, ".rllab");

    public Dictionary<string, string> Environment { get; } = [];

    public CancellationTokenSource Stop { get; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public IReadOnlyList<ExperimentDescriptor> Experiments { get; init; } = TestExperiments.All;

    /// <summary>Gives a command.</summary>
    public async Task<Answer> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await Host.RunAsync(Context(TextWriter.Synchronized(output), TextWriter.Synchronized(error)), args);
        return new Answer(code, output.ToString(), error.ToString());
    }

    /// <summary>The world around the host.</summary>
    public HostContext Context(TextWriter output, TextWriter error) => new()
    {
        Experiments = Experiments,
        Output = output,
        Error = error,
        CurrentDirectory = Folder,
        ProgramDirectory = Path.Combine(Folder, "bin"),
        Program = new ProgramCommand(TestHostProgram.File, []),
        CommandPrefix = "lab --",
        SourceDirectory = Folder,
        Environment = Environment,
        Clock = Clock,
        Stopping = Stop.Token,
        Cores = 2,
    };

    /// <summary>Writes <c>rllab.toml</c>.</summary>
    public void Write(string toml, string folder = "")
    {
        Directory.CreateDirectory(Path.Combine(Folder, folder));
        File.WriteAllText(Path.Combine(Folder, folder, "rllab.toml"), toml);
    }

    public void Dispose()
    {
        Stop.Dispose();
        _folder.Delete(recursive: true);
    }
}

/// <summary>What a command came to.</summary>
internal sealed record Answer(int ExitCode, string Output, string Error)
{
    /// <summary>The one document on standard output.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>All that a failing test has to tell; a record's own words would read <see cref="Json"/> too.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}
