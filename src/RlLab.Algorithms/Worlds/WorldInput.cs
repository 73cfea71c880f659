namespace RlLab.Algorithms;

/// <summary>Records the world that a run learns in.</summary>
internal static class WorldInput
{
    /// <summary>Logs a world as what the run learns from, if it says which one it is (<see cref="IIdentified"/>).</summary>
    public static void LogWorld<TElement, TAction>(this IRun run, IEnvironment<TElement, TAction> world)
        where TElement : unmanaged, IComparable<TElement>
    {
        if (world.As<IIdentified>() is { } known)
        {
            run.LogInput(new RunInput(known.Name, known.Version));
        }
    }
}
