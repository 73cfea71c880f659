using RlLab.Journal;

namespace RlLab.Tracking;

/// <summary>Measures every ten seconds what a run takes of its machine, and records it with the run, under MLflow's names.</summary>
/// <remarks>
/// <c>system/cpu_utilization_percentage</c> and the like, of the whole machine, as MLflow's own client measures it; what a system does not tell is
/// left out. A run of less than 11 seconds has none. These points are kept apart from what the run logs itself: they are no part of what a run that
/// is taken up, or trained once more, is compared by.
/// </remarks>
public sealed class SystemMonitor : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>When to begin: nothing is asked for a run that is over before.</summary>
    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PatienceWithGpus = TimeSpan.FromSeconds(5);

    private readonly Lock _measuring = new();
    private readonly Lock _recording = new();
    private readonly RunJournal _run;
    private readonly Func<GpuUse?> _findGpus;
    private readonly ITimer _timer;
    private MachineUse? _use;
    private GpuUse? _gpus;
    private long _step;
    private bool _isStopped;

    /// <summary>Measures from now on.</summary>
    /// <param name="run">The run.</param>
    /// <param name="clock">Says when ten seconds are over.</param>
    public SystemMonitor(RunJournal run, TimeProvider clock)
        : this(run, clock, () => GpuUse.Find("nvidia-smi", PatienceWithGpus))
    {
    }

    /// <summary>The same with GPUs that are found in some way.</summary>
    internal SystemMonitor(RunJournal run, TimeProvider clock, Func<GpuUse?> findGpus)
    {
        (_run, _findGpus) = (run, findGpus);
        _step = run.SystemPoints;
        _timer = clock.CreateTimer(_ => Measure(), null, Beginning, Interval);
    }

    /// <summary>Stops to measure; nothing more is recorded when this returns. A measurement under way is not waited for.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_recording)
        {
            _isStopped = true;
        }
    }

    private void Measure()
    {
        // A machine that is too busy to be asked is not asked twice at once.
        if (!_measuring.TryEnter())
        {
            return;
        }

        try
        {
            if (_use is null)
            {
                (_use, _gpus) = (new MachineUse(_run.Folder), _findGpus());
            }
            else
            {
                Record([.. _use.Measure(), .. _gpus?.Measure() ?? []]);
            }
        }
        finally
        {
            _measuring.Exit();
        }
    }

    private void Record(Metric[] measured)
    {
        lock (_recording)
        {
            if (_isStopped)
            {
                return;
            }

            try
            {
                _run.LogSystem(_step++, measured);
            }
            catch (JournalException)
            {
                // A full disk is told by what the run logs itself.
                _isStopped = true;
            }
        }
    }
}
