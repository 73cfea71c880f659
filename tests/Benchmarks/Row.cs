namespace Benchmarks;

/// <summary>One line of the table: a workload, the unit it is told in and the figure to reach.</summary>
/// <param name="Name">What the user types and the peer's script is asked for.</param>
/// <param name="Threads">Threads that torch may use.</param>
/// <param name="Unit">Seconds are told in this unit, or as so many a second.</param>
/// <param name="Goal">The figure to reach, in that unit.</param>
/// <param name="Create">Makes the workload: each call of the result is one unit of work.</param>
/// <param name="Count">How many of what the figure counts are in a unit of work.</param>
internal sealed record Row(string Name, int Threads, Unit Unit, double Goal, Func<Action> Create, int Count = 1)
{
    /// <summary>The figure of so many seconds for a unit of work.</summary>
    public double Figure(double seconds) => Unit.From(seconds / Count);
}

internal enum Unit
{
    Microseconds,
    Milliseconds,
    PerSecond,
}

internal static class Units
{
    public static double From(this Unit unit, double seconds) => unit switch
    {
        Unit.Microseconds => seconds * 1e6,
        Unit.Milliseconds => seconds * 1e3,
        _ => 1 / seconds,
    };

    public static string Name(this Unit unit) => unit switch
    {
        Unit.Microseconds => "us",
        Unit.Milliseconds => "ms",
        _ => "a second",
    };
}
