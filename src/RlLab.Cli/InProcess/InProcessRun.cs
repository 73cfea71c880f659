using System.Collections;
using System.Reflection;
using RlLab.Engines;
using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>One run of an instance that somebody made, in a process that may be anybody's.</summary>
internal static class InProcessRun
{
    private static bool _convolutionsAreRight;

    /// <summary>Trains on the calling thread.</summary>
    /// <exception cref="InvalidOperationException">It cannot train where it shall, or cannot be recorded.</exception>
    public static RunResult Train(IDeclaredExperiment experiment, long seed, LabOptions options, CancellationToken stopping)
    {
        var descriptor = experiment.Descriptor with { Create = _ => experiment };
        var author = experiment.GetType().Assembly;
        var host = Host(descriptor, author, stopping);
        try
        {
            ConstraintCheck.Refuse(experiment.Descriptor, experiment.Parameters);
            var settings = SettingsReader.UnderEnvironment(new LabSettings(), host);
            var placement = Place(host, settings, options, descriptor, stopping);
            var lab = options.Directory is { } folder ? Path.GetFullPath(folder, host.CurrentDirectory) : LabDirectory.Of(host);
            LabDirectory.Make(lab);
            var request = new RunRequest(
                SweepRequests.NewId(),
                $"seed-{seed}",
                Sweep: null,
                descriptor.Name,
                Trial: 0,
                seed,
                placement.Device,
                descriptor.Sweep?.Objective ?? "",
                ParameterBinder.Texts(experiment.Parameters),
                Source.Tags(host, settings, descriptor, placement, what => host.Error.WriteLine($"warning: {what}")));
            Exception? thrown = null;
            var trainer = new RunTrainer(host, lab, experimentPrefix: "")
            {
                Author = author,
                Throwing = e => thrown = e,
                CheckpointEvery = settings.CheckpointEvery,
                Recording = RecordingOptions.Of(host, settings, descriptor),
            };
            var outcome = trainer.Train(request, _ => { }, stopping);
            var log = RunLog.TryRead(Path.Combine(LabDirectory.Runs(lab), request.Id)) ?? throw new InvalidOperationException(outcome.Message);
            if (log.Status == RunStatus.Failed)
            {
                host.Error.WriteLine($"error: run {request.Id[..8]} of {descriptor.Name} failed: {outcome.Message}");
            }

            return new RunResult(log, outcome.Objective, outcome.Message, thrown);
        }
        catch (Exception e) when (e is UserException or SweepException)
        {
            throw new InvalidOperationException(e.Message);
        }
    }

    private static HostContext Host(ExperimentDescriptor experiment, Assembly author, CancellationToken stopping) => new()
    {
        Experiments = [experiment],
        Output = Console.Out,
        Error = Console.Error,
        CurrentDirectory = Directory.GetCurrentDirectory(),
        ProgramDirectory = AppContext.BaseDirectory,
        Program = null,
        CommandPrefix = "",

        // Where a script lies, .NET says; a program's own build says where its project does.
        SourceDirectory = CommandLine.ProjectDirectory(author)
            ?? AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Directory.GetCurrentDirectory(),
        Environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? ""),
        Stopping = stopping,
    };

    private static Placement Place(
        HostContext host, LabSettings settings, LabOptions options, ExperimentDescriptor experiment, CancellationToken stopping)
    {
        var placement = Placement.ChooseAsync(host, new Screen(host, json: false), settings, engine: null, options.Device, experiment, stopping)
            .GetAwaiter().GetResult();
        CheckConvolutions(host, placement);
        return placement;
    }

    /// <summary>What a program of experiments has checked in a process of its own, before it trains.</summary>
    private static void CheckConvolutions(HostContext host, Placement placement)
    {
        if (_convolutionsAreRight || placement.Engine.Engine != TorchEngine.Libtorch || placement.Device != "cpu"
            || placement.InstructionLimit is not null || host.Variable(ConvolutionCheck.LimitVariable) is not null)
        {
            return;
        }

        _convolutionsAreRight = ConvolutionCheck.LargestError() <= ConvolutionCheck.Tolerance
            ? true
            : throw new InvalidOperationException(
                "libtorch gives wrong gradients of convolutions with this processor's newest instructions. "
                + $"Start with {ConvolutionCheck.LimitVariable}=AVX2 in the environment (or SSE41 where that is wrong too), "
                + $"or with {TorchEngines.Variable}=managed.");
    }
}
