namespace RlLab.Lanes;

/// <summary>A run that trains in a lane, as a <see cref="LaneScheduler"/> sees it; the host derives one for each run.</summary>
public abstract class LaneTraining
{
    private Action? _wake;

    /// <summary>Current while the lane runs: what the run posts comes back through it.</summary>
    public abstract SynchronizationContext Context { get; }

    /// <summary>Begins the training: once, on the scheduler's thread, with <see cref="Context"/> current and torch's state the lane's own.</summary>
    /// <returns>Completes when the run has trained.</returns>
    public abstract Task Start();

    /// <summary>Does what was posted to <see cref="Context"/> since it was last asked. Called as <see cref="Start"/> is.</summary>
    /// <returns>Whether there was any.</returns>
    public abstract bool DoPosted();

    /// <summary>The task of <see cref="Start"/> has completed, well or not. Called as <see cref="Start"/> is; the lane is free afterwards.</summary>
    public abstract void Ended();

    /// <summary>Tells the scheduler that something was posted to <see cref="Context"/>; from any thread, and at any time.</summary>
    protected void Wake() => Volatile.Read(ref _wake)?.Invoke();

    /// <summary>Whom to tell from here on.</summary>
    internal void WokenBy(Action wake) => Volatile.Write(ref _wake, wake);
}
