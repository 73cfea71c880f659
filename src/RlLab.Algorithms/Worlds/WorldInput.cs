namespace RlLab.Algorithms;

/// <summary>Records the world that a run learns in.</summary>
internal static class WorldInput
{
    /// <summary>Logs a world as what the run learns from, if it says which one it is (<see cref="IIdentified"/>).</summary>
    public static void LogWorld<TElement, TAction>(this IRun run, IEnvironment<TElement, TAction> world)
        where TElement : unmanaged, IComparable<TElement> => Log(run, world.As<IIdentified>());

    /// <summary>The same of a world of several agents.</summary>
    public static void LogWorld<TElement, TAction>(this IRun run, IMultiAgentEnvironment<TElement, TAction> world)
        where TElement : unmanaged, IComparable<TElement> => Log(run, world as IIdentified);

    private static void Log(IRun run, IIdentified? world)
    {
        if (world is not null)
        {
            run.LogInput(new RunInput(world.Name, world.Version));
        }
    }
}
