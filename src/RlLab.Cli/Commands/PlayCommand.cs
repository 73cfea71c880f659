using System.CommandLine;
using RlLab.Tracking;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Plays what a run has learned, from one of its checkpoints.</summary>
internal sealed class PlayCommand : LabCommand
{
    private readonly Argument<string> _run = SharedOptions.Run();
    private readonly Option<string?> _checkpoint = SharedOptions.Checkpoint();
    private readonly Option<int?> _episodes = SharedOptions.WholeNumber<int>("--episodes", "How many episodes. [default: 1 on a terminal, else 10]");
    private readonly Option<long?> _seed = SharedOptions.WholeNumber<long>(
        "--seed", "Seeds the world. [default: 2,000,000 above the run's own, which training never saw]");

    private readonly Option<bool> _film = new("--film") { Description = "Keep a film of each episode in the current folder." };
    private readonly Option<string?> _device = SharedOptions.Device("play");
    private readonly Option<string?> _engine = SharedOptions.Engine();

    public PlayCommand(HostContext host)
        : base(
            host,
            "play",
            "Play what a run has learned: watch it in the terminal, film it, see its returns.",
            "play cartpole-reinforce",
            "play 1a2b3c4d --checkpoint last --episodes 20",
            "play cartpole-dqn --film")
    {
        Arguments.Add(_run);
        Options.Add(_checkpoint);
        Options.Add(_episodes);
        Options.Add(_seed);
        Options.Add(_film);
        Options.Add(_device);
        Options.Add(_engine);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var settings = SettingsReader.Read(Host);
        var policy = LearnedPolicy.Of(
            Host, screen, settings.ExperimentPrefix, arguments.GetRequiredValue(_run), arguments.GetValue(_checkpoint));
        var (log, experiment, _, checkpoint) = policy;
        var placement = await Placement.ChooseAsync(
            Host, screen, settings, arguments.GetValue(_engine), arguments.GetValue(_device), experiment, stopping);
        var isWatched = screen.IsLive && !screen.Json;
        var run = new PlayedRun(
            Host,
            policy,
            arguments.GetValue(_seed) ?? policy.UnseenSeed,
            placement.Device,
            new Playback(Episodes(arguments, isWatched), policy.Open),
            isWatched ? Terminal(screen, stopping).Show : (frames, _) => frames,
            arguments.GetValue(_film) ? Keep : null,
            stopping);
        screen.Note($"Playing {Path.GetFileName(checkpoint)} of run {log.Header.Id[..8]}, {experiment.Name}, on {placement}.");
        await run.PlayAsync(screen);
        Show(screen, log, checkpoint, run);
        return ExitCode.Done;

        void Keep(string name, IEnumerable<Frame> frames, double framesPerSecond)
        {
            var video = Host.ChooseVideo().Writer;
            var file = Path.Combine(Host.CurrentDirectory, $"{experiment.Name}-{log.Header.Id[..8]}-{name}{video.Extension}");
            video.Write(file, frames, framesPerSecond, stopping);
            screen.Note($"Filmed: {Path.GetRelativePath(Host.CurrentDirectory, file)}");
        }
    }

    private static void Show(Screen screen, RunLog log, string checkpoint, PlayedRun run)
    {
        var mean = run.Episodes.Average(e => e.Return);
        screen.Show(
            new
            {
                Run = log.Header.Id,
                Checkpoint = checkpoint,
                run.Seed,
                Episodes = run.Episodes.Select(e => new { e.Return, e.Length }),
                ReturnMean = mean,
            },
            console =>
            {
                var table = Tables.New("episode", "return", "steps");
                foreach (var (episode, @return, length) in run.Episodes)
                {
                    table.AddRow($"{episode}", Numbers.Short(@return), Numbers.Short(length));
                }

                console.Write(table);
                console.WriteLine($"Mean return over {run.Episodes.Count} episode{(run.Episodes.Count == 1 ? "" : "s")}: {Numbers.Short(mean)}.");
            });
    }

    private int Episodes(ParseResult arguments, bool isWatched) => arguments.GetValue(_episodes) switch
    {
        null => isWatched ? 1 : 10,
        >= 1 and { } episodes => episodes,
        var episodes => throw new UserException($"--episodes {episodes} plays nothing: it takes a whole number from 1."),
    };

    private TerminalFilm Terminal(Screen screen, CancellationToken stopping)
    {
        var profile = screen.Messages.Profile;
        return new TerminalFilm(Host.Error, Math.Max(20, profile.Width - 1), Math.Max(10, profile.Height - 4), Host.Clock, stopping);
    }
}
