using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace RlLab.Sweeps;

/// <summary>The sweep's end of the line to one worker process.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const int KeptLogLines = 4;

    private readonly Process _process;
    private readonly string _logPath;
    private readonly StreamWriter _log;
    private readonly Queue<string> _lastLines = new();
    private readonly Task _reading;
    private readonly ISweepObserver _observer;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, RunRequest> _training = new();
    private int _runs;

    private WorkerProcess(Process process, ISweepObserver observer, string logPath, StreamWriter log, TimeProvider clock)
    {
        (_process, _observer, _logPath, _log, _clock) = (process, observer, logPath, log, clock);
        _reading = Task.WhenAll(ReadAnswersAsync(), ReadLogAsync());
    }

    /// <summary>Starts a worker.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="observer">Told how its runs go.</param>
    /// <param name="logPath">The file that receives what the worker prints.</param>
    /// <param name="clock">Measures how long it takes to stop.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    /// <exception cref="InvalidOperationException">The program cannot be started.</exception>
    public static WorkerProcess Start(ProcessStartInfo command, ISweepObserver observer, string logPath, TimeProvider clock)
    {
        var log = new StreamWriter(logPath) { AutoFlush = true };
        command.RedirectStandardInput = command.RedirectStandardOutput = command.RedirectStandardError = true;
        command.UseShellExecute = false;
        try
        {
            var process = Process.Start(command) ?? throw new InvalidOperationException($"'{command.FileName}' did not start.");
            return new WorkerProcess(process, observer, logPath, log, clock);
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the worker has ended, which it does when it finds no run to begin.</summary>
    /// <param name="grace">How long a run may take to stop before the process is killed.</param>
    /// <param name="stopping">Signalled when it shall stop.</param>
    public async Task<WorkerEnd> EndAsync(TimeSpan grace, CancellationToken stopping)
    {
        using var overdue = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _clock);
        using var kill = overdue.Token.Register(Kill);
        using var stop = stopping.Register(() =>
        {
            Send(new StopMessage());
            overdue.CancelAfter(grace);
        });
        await HasExitedAsync().ConfigureAwait(false);
        var what = overdue.IsCancellationRequested
            ? $"It did not stop within {grace.TotalSeconds:0} s, so its process was killed."
            : $"Its process ended with exit code {_process.ExitCode} in the middle of the run{Beside(_training.Count)}.";
        RunRequest[] left = [.. _training.Values.OrderBy(run => run.Trial).ThenBy(run => run.Seed)];
        return new WorkerEnd(left, _runs, overdue.IsCancellationRequested, _process.ExitCode, what + LastWords(), LastWords());
    }

    /// <summary>Lets the worker go: it ends when its input does. One that does not is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }

        var exited = HasExitedAsync();
        if (await Task.WhenAny(exited, Task.Delay(TimeSpan.FromSeconds(5), _clock)).ConfigureAwait(false) != exited)
        {
            Kill();
            await exited.ConfigureAwait(false);
        }

        _process.Dispose();
        try
        {
            await _log.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // What could not be written before cannot be written now.
        }
    }

    /// <summary>Waits until the process is gone and all is read that it said.</summary>
    private async Task HasExitedAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);

        // A process that it started itself may outlive it and hold its output open: not worth waiting for.
        await Task.WhenAny(_reading, Task.Delay(TimeSpan.FromSeconds(2), _clock)).ConfigureAwait(false);
    }

    private async Task ReadAnswersAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            switch (WorkerMessage.FromLine(line))
            {
                case StartedMessage started:
                    _runs++;
                    _training[started.Run.Id] = started.Run;
                    _observer.Started(started.Run);
                    break;
                case ProgressMessage progress when _training.TryGetValue(progress.Run, out var run):
                    _observer.Progressed(run, new RunProgress(progress.Step, progress.TotalSteps));
                    break;
                case ToldMessage told when _training.TryGetValue(told.Run, out var run):
                    _observer.Told(run, told.What);
                    break;
                case NotedMessage noted:
                    _observer.Noted(noted.What);
                    break;
                case EndedMessage ended when _training.TryRemove(ended.Run, out var run):
                    _observer.Ended(run, ended.Outcome);
                    break;
                default:
                    Log(line);
                    break;
            }
        }
    }

    private async Task ReadLogAsync()
    {
        while (await _process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            Log(line);
        }
    }

    private void Log(string line)
    {
        lock (_lastLines)
        {
            try
            {
                _log.WriteLine(line);
            }
            catch (IOException)
            {
                // A full disk must not stop the reading, which would stop the worker at its next word.
            }

            // Where a crash prints its stack, that belongs into the log and not into a message.
            if (!line.StartsWith("   at ", StringComparison.Ordinal))
            {
                _lastLines.Enqueue(line.Trim());
            }

            if (_lastLines.Count > KeptLogLines)
            {
                _lastLines.Dequeue();
            }
        }
    }

    private static string Beside(int runs) => runs > 1 ? $", of {runs} that it trained as lanes" : "";

    private string LastWords()
    {
        lock (_lastLines)
        {
            return _lastLines.Count == 0 ? "" : $" It last said: {string.Join(" | ", _lastLines)} (more in {_logPath}).";
        }
    }

    private void Send(WorkerMessage message)
    {
        try
        {
            lock (_process)
            {
                _process.StandardInput.WriteLine(message.ToLine());
                _process.StandardInput.Flush();
            }
        }
        catch (IOException)
        {
            // It is gone; the end of its output tells how.
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It, or one that it started, ended by itself meanwhile.
        }
    }
}

/// <summary>How a worker process ended.</summary>
/// <param name="Left">The runs that it was in the middle of.</param>
/// <param name="Runs">How many runs it began.</param>
/// <param name="WasKilled">Whether it was killed, since it did not stop.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Message">What there is to tell of it, with its last words.</param>
/// <param name="LastWords">Its last words; empty where it printed nothing.</param>
internal sealed record WorkerEnd(IReadOnlyList<RunRequest> Left, int Runs, bool WasKilled, int ExitCode, string Message, string LastWords);
