using System.Collections;
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
        var observed = new ObservedExperiment(experiment);

        // A domain says what a sweep may choose from, and nothing of what is set by hand.
        var descriptor = experiment.Descriptor with
        {
            Parameters = [.. experiment.Descriptor.Parameters.Select(parameter => parameter with { Domain = null })],
            Create = _ => observed,
        };
        var host = Host(descriptor, stopping);
        try
        {
            var placement = Place(host, options, descriptor, stopping);
            var lab = options.Directory is { } folder ? Path.GetFullPath(folder, host.CurrentDirectory) : LabDirectory.Of(host);
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
                SweepRequests.Tags(host, descriptor, placement));
            var outcome = new RunTrainer(host, lab, experimentPrefix: "").Train(request, _ => { }, stopping);
            var log = RunLog.TryRead(Path.Combine(LabDirectory.Runs(lab), request.Id)) ?? throw new InvalidOperationException(outcome.Message);
            if (log.Status == RunStatus.Failed)
            {
                host.Error.WriteLine($"error: run {request.Id[..8]} of {descriptor.Name} failed: {outcome.Message}");
            }

            return new RunResult(log, outcome.Objective, outcome.Message, observed.Exception);
        }
        catch (UserException e)
        {
            throw new InvalidOperationException(e.Message);
        }
    }

    private static HostContext Host(ExperimentDescriptor experiment, CancellationToken stopping) => new()
    {
        Experiments = [experiment],
        Output = Console.Out,
        Error = Console.Error,
        CurrentDirectory = Directory.GetCurrentDirectory(),
        ProgramDirectory = AppContext.BaseDirectory,
        Program = null,
        Environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? ""),
        Stopping = stopping,
    };

    private static Placement Place(HostContext host, LabOptions options, ExperimentDescriptor experiment, CancellationToken stopping)
    {
        var settings = SettingsReader.UnderEnvironment(new LabSettings(), host);
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
                $"libtorch gives wrong gradients of convolutions with this processor's newest instructions. Start with {ConvolutionCheck.LimitVariable}=AVX2 in "
                + $"the environment (or SSE41 where that is wrong too), or with {TorchEngines.Variable}=managed.");
    }

    /// <summary>Keeps what an experiment throws.</summary>
    private sealed class ObservedExperiment(IExperiment experiment) : IExperiment
    {
        public Exception? Exception { get; private set; }

        public async Task Train(IRun run)
        {
            try
            {
                await (experiment.Train(run) ?? throw new InvalidOperationException(
                    $"Train of {experiment.GetType().Name} returned null where a task is due. Make it 'async', or return Task.CompletedTask."));
            }
            catch (Exception e)
            {
                Exception = e;
                throw;
            }
        }
    }
}
