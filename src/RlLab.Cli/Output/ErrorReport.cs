using RlLab.Engines;
using RlLab.Journal;
using RlLab.Sweeps;
using RlLab.Tracking.Server;

namespace RlLab.Cli;

/// <summary>The one place where an exception becomes a paragraph and an exit code.</summary>
internal sealed class ErrorReport
{
    private const string NotWritable = "RlLab keeps everything below .rllab: give it a folder that can be written, with RLLAB_DIRECTORY.";
    private const int DiskFullOnUnix = 28;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);
    private const int ReadOnlyOnUnix = 30;

    public ErrorReport(HostContext host, Exception exception) => (ExitCode, Message) = exception switch
    {
        UserException e => (e.ExitCode, e.Message),
        SweepException e => (Cli.ExitCode.Usage, e.Message),
        TrackingServerException { Directory: not null } e =>
            (Cli.ExitCode.Failed, $"{e.Message} RLLAB_DIRECTORY names the folder in which RlLab keeps everything."),
        JournalException or TrackingServerException => (Cli.ExitCode.Failed, exception.Message),
        OperationCanceledException => (Cli.ExitCode.Stopped, "Stopped."),
        UnauthorizedAccessException or IOException { HResult: ReadOnlyOnUnix } =>
            (Cli.ExitCode.Failed, $"{exception.Message} {NotWritable}"),
        IOException { HResult: DiskFullOnUnix or DiskFullOnWindows } =>
            (Cli.ExitCode.Failed, $"The disk is full: {exception.Message} Make room; what was logged is kept, and `sync` sends it."),
        IOException e => (Cli.ExitCode.Failed, e.Message),
        _ when MissingMembers.Explain(exception) is { } missing => (Cli.ExitCode.Failed, missing),
        _ => (Cli.ExitCode.Failed, $"{exception.GetType().Name}: {exception.Message} {WhereDetailsAre(host, exception)}"),
    };

    /// <summary>Tells of a run whose experiment ended the whole process.</summary>
    public ErrorReport(RunOutcome ended)
    {
        ExitCode = ended.State == RunState.Killed ? Cli.ExitCode.Stopped : Cli.ExitCode.Failed;
        Message = $"{ended.Message} What was logged is kept.";
    }

    /// <summary>What happened and the way out.</summary>
    public string Message { get; }

    /// <summary>What the process ends with.</summary>
    public int ExitCode { get; }

    /// <summary>Shows the message, and returns the exit code.</summary>
    /// <param name="screen">Where.</param>
    public int Show(Screen screen)
    {
        screen.Note($"error: {Message}");
        if (screen.Json)
        {
            screen.Show(new { Error = Message, ExitCode }, _ => { });
        }

        return ExitCode;
    }

    private static string WhereDetailsAre(HostContext host, Exception exception)
    {
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(LabDirectory.Of(host), "logs")).FullName;
            var path = Path.Combine(folder, $"error-{host.Clock.GetUtcNow():yyyyMMdd-HHmmss-fff}.txt");
            File.WriteAllText(path, exception.ToString());
            return $"This is a fault in RlLab or in the experiment; where it happened is in {path}.";
        }
        catch (Exception)
        {
            // Whatever stands in the way of writing it down must not hide what happened.
            return "This is a fault in RlLab or in the experiment; where it happened could not be written down.";
        }
    }
}
