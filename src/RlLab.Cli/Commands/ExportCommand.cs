using System.CommandLine;
using RlLab.Tracking;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Writes what a run has learned to a file for other programs.</summary>
internal sealed class ExportCommand : LabCommand
{
    private static readonly Dictionary<string, ExportFormat> Formats = new()
    {
        ["onnx"] = ExportFormat.Onnx,
        ["safetensors"] = ExportFormat.Safetensors,
    };

    private readonly Argument<string> _run = SharedOptions.Run();
    private readonly Option<ExportFormat> _format = new("--format")
    {
        Description = "What to write: onnx, the policy for whatever runs ONNX and for RlLab.Inference; safetensors, its weights for PyTorch.",
        HelpName = string.Join('|', Formats.Keys),
        Required = true,
        CustomParser = given =>
        {
            if (!Formats.TryGetValue(given.Tokens[0].Value, out var format))
            {
                given.AddError($"--format takes {string.Join(" or ", Formats.Keys)}, and not '{given.Tokens[0].Value}'.");
            }

            return format;
        },
    };

    private readonly Option<string?> _checkpoint = SharedOptions.Checkpoint();
    private readonly Option<string?> _out = new("--out")
    {
        Description = "The file to write; one that is there is replaced. [default: EXPERIMENT-RUN-CHECKPOINT.FORMAT in the current folder]",
        HelpName = "FILE",
    };

    private readonly Option<string?> _engine = SharedOptions.Engine();

    public ExportCommand(HostContext host)
        : base(
            host,
            "export",
            "Write what a run has learned to a file for other programs.",
            "export cartpole-reinforce --format onnx",
            "export 1a2b3c4d --format safetensors --checkpoint last --out policy.safetensors")
    {
        Arguments.Add(_run);
        Options.Add(_format);
        Options.Add(_checkpoint);
        Options.Add(_out);
        Options.Add(_engine);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var settings = SettingsReader.Read(Host);
        var policy = LearnedPolicy.Of(
            Host, screen, settings.ExperimentPrefix, arguments.GetRequiredValue(_run), arguments.GetValue(_checkpoint));
        var (log, experiment, _, checkpoint) = policy;
        var format = arguments.GetValue(_format);
        var name = Path.GetFileNameWithoutExtension(checkpoint);
        var file = Path.GetFullPath(
            arguments.GetValue(_out) ?? $"{experiment.Name}-{log.Header.Id[..8]}-{name}.{Formats.Single(f => f.Value == format).Key}",
            Host.CurrentDirectory);
        if (!Directory.Exists(Path.GetDirectoryName(file)))
        {
            throw new UserException($"There is no folder {Path.GetDirectoryName(file)} to write {Path.GetFileName(file)} to.");
        }

        await Placement.ChooseAsync(Host, screen, settings, arguments.GetValue(_engine), "cpu", experiment, stopping);
        using var content = new MemoryStream();
        var origin = new Dictionary<string, string>
        {
            ["rllab.experiment"] = experiment.Name,
            ["rllab.run"] = log.Header.Id,
            ["rllab.checkpoint"] = name,
        };
        var run = new PlayedRun(
            Host,
            policy,
            policy.UnseenSeed,
            "cpu",
            new Playback(1, policy.Open) { Export = new PolicyExport(format, content, origin) },
            (frames, _) => frames,
            film: null,
            stopping);
        await run.PlayAsync(screen);
        if (content.Length == 0)
        {
            throw new UserException(
                "The experiment was asked to export and only played: its trainer does so otherwise than by Playing.Of, which would write the policy.",
                ExitCode.Failed);
        }

        Write(file, content);
        double? @return = run.Episodes is [var episode, ..] ? episode.Return : null;
        screen.Show(
            new { Run = log.Header.Id, Checkpoint = checkpoint, Format = format, File = file, Bytes = content.Length, Return = @return },
            console => console.WriteLine(
                $"Wrote {name} of run {log.Header.Id[..8]}, {experiment.Name}, to {Path.GetRelativePath(Host.CurrentDirectory, file)}: "
                + $"{Numbers.Short(content.Length)} bytes.{Played(run)}"));
        return ExitCode.Done;
    }

    private static string Played(PlayedRun run) => run.Episodes is [var (_, @return, steps), ..]
        ? $" It plays an episode of {Numbers.Short(steps)} steps to a return of {Numbers.Short(@return)}."
        : "";

    private static void Write(string file, MemoryStream content)
    {
        try
        {
            using var written = File.Create(file);
            content.WriteTo(written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{file} cannot be written: {e.Message}", ExitCode.Failed);
        }
    }
}
