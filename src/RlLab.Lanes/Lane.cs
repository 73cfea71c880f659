using RlLab.Engines;

namespace RlLab.Lanes;

/// <summary>One of several runs that train as one program on one thread.</summary>
public sealed class Lane
{
    [ThreadStatic]
    private static Lane? _current;

    private readonly object _torch = JointOperations.Current.NewState();

    internal Lane(LaneTraining owner, LaneScheduler scheduler) => (Owner, Scheduler) = (owner, scheduler);

    /// <summary>The lane whose code this thread is running; null where a run trains alone.</summary>
    public static Lane? Current => _current;

    /// <summary>The run that trains in it.</summary>
    public LaneTraining Owner { get; }

    internal LaneScheduler Scheduler { get; }

    /// <summary>What <see cref="LaneTraining.Start"/> gave; null while that has not returned yet.</summary>
    internal Task? Training { get; set; }

    /// <summary>Lets this thread run a lane's code, with the lane's own context and state of torch; null for none's.</summary>
    internal static void Switch(Lane? lane)
    {
        if (lane == _current)
        {
            return;
        }

        JointOperations.Current.Switch(_current?._torch, lane?._torch);
        _current = lane;
        lane?.Scheduler.GiveTurn(lane);
        SynchronizationContext.SetSynchronizationContext(lane?.Owner.Context);
    }
}
