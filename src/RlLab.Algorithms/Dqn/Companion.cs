using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace RlLab.Algorithms.Dqn;

/// <summary>A thread that does one piece of work while its owner does another, for pieces of some microseconds that come again and again.</summary>
/// <remarks>
/// To wake a thread takes longer than such a piece. So it stays awake for a moment after each, giving way to every thread that wants its
/// processor, and only then sleeps. The owner never waits for a thread that has not begun; on a busy machine it does the work itself.
/// </remarks>
internal sealed class Companion : IDisposable
{
    private const int Idle = 0, Waiting = 1, Taken = 2;

    /// <summary>How long it stays awake: the time between two updates of a small network, and some more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMicroseconds(200);

    private readonly Thread _thread;
    private readonly SemaphoreSlim _wake = new(0);
    private volatile bool _asleep, _disposed;
    private int _state = Idle;
    private Action _work = () => { };
    private ExceptionDispatchInfo? _failure;

    public Companion()
    {
        _thread = new Thread(Serve) { IsBackground = true, Name = "companion" };
        _thread.Start();
    }

    /// <summary>Hands over a piece of work; <see cref="Finish"/> comes before the next one.</summary>
    /// <param name="work">What to do, on either thread.</param>
    public void Start(Action work)
    {
        _work = work;
        Interlocked.Exchange(ref _state, Waiting);
        if (_asleep)
        {
            _wake.Release();
        }
    }

    /// <summary>Returns when the work is done, and throws what it threw.</summary>
    public void Finish()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Waiting) == Waiting)
        {
            _work();
            return;
        }

        var spin = default(SpinWait);
        while (Volatile.Read(ref _state) != Idle)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        Interlocked.Exchange(ref _failure, null)?.Throw();
    }

    /// <summary>Ends the thread, after the work that it has begun.</summary>
    public void Dispose()
    {
        _disposed = true;
        _wake.Release();
        _thread.Join();
        _wake.Dispose();
    }

    private void Serve()
    {
        while (!_disposed)
        {
            if (!IsAskedInTime())
            {
                Sleep();
            }

            if (Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting)
            {
                Work();
            }
        }
    }

    private bool IsAskedInTime()
    {
        var start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _state) != Waiting)
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                return false;
            }

            Thread.Yield();
        }

        return true;
    }

    private void Sleep()
    {
        _asleep = true;

        // Either this sees the work, or who hands it over sees a sleeper.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _state) != Waiting)
        {
            _wake.Wait();
        }

        _asleep = false;
    }

    private void Work()
    {
        try
        {
            _work();
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
        }

        Volatile.Write(ref _state, Idle);
    }
}
