namespace RlLab.Lanes;

/// <summary>One of several runs that train as one program on one thread.</summary>
public sealed class Lane
{
    [ThreadStatic]
    private static Lane? _current;

    internal Lane(LaneTraining owner, LaneScheduler scheduler) => (Owner, Scheduler) = (owner, scheduler);

    /// <summary>The lane whose code this thread is running; null where a run trains alone.</summary>
    public static Lane? Current => _current;

    /// <summary>The run that trains in it.</summary>
    public LaneTraining Owner { get; }

    internal LaneScheduler Scheduler { get; }

    /// <summary>What <see cref="LaneTraining.Start"/> gave.</summary>
    internal Task Training { get; set; } = Task.CompletedTask;

    /// <summary>Lets this thread run a lane's code, or none's.</summary>
    internal static void Switch(Lane? lane)
    {
        _current = lane;
        lane?.Scheduler.GiveTurn(lane);
    }
}
