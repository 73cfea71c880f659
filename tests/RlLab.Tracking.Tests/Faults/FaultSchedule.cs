namespace RlLab.Tracking.Tests.Faults;

/// <summary>What goes wrong, and when, while a sweep is shipped: all of it from one seed.</summary>
public sealed class FaultSchedule
{
    /// <summary>Answers that never come are the rarest: patience with them is the shortest.</summary>
    private static readonly Mishap[] Mishaps =
    [
        Mishap.Error, Mishap.Error, Mishap.TooMany, Mishap.Page, Mishap.Page, Mishap.LoseRequest, Mishap.LoseRequest, Mishap.LoseAnswer,
        Mishap.LoseAnswer, Mishap.CutAnswer, Mishap.CutAnswer, Mishap.Hang, Mishap.HangAfter,
    ];

    private readonly RandomGenerator _random;
    private readonly double _share;
    private readonly (int From, int To) _away;

    public FaultSchedule(int seed)
    {
        _random = new RandomGenerator(seed);
        _share = new[] { 0, 0.05, 0.2, 0.4, 0.5 }[_random.NextInt(5)];
        _away = _random.NextInt(6) switch
        {
            0 => (1, 5 + _random.NextInt(20)),
            1 => (15 + _random.NextInt(20), 40 + _random.NextInt(20)),
            2 => (15 + _random.NextInt(30), int.MaxValue),
            3 => (1, int.MaxValue),
            _ => (0, 0),
        };
        IsEmptyOnReturn = _away.To > 0 && _random.NextInt(3) == 0;
        RefusedParameter = _random.NextInt(6) == 0 ? "width" : null;
        LosesNotes = _random.NextInt(3) == 0;
        EndsProperly = _random.NextInt(4) > 0;
        Restart = _random.NextInt(3) == 0 ? 5 + _random.NextInt(40) : int.MaxValue;
        Follow = _random.NextInt(60);
        RetryAfter = TimeSpan.FromSeconds(_random.NextInt(20));
    }

    /// <summary>Whether the server is away at a request behind one, for as long as patience lasts perhaps.</summary>
    public bool IsAwayAfter(int number) => number + 1 < _away.To;

    public bool IsEmptyOnReturn { get; }

    public string? RefusedParameter { get; }

    /// <summary>After which request the shipper's process is replaced by another.</summary>
    public int Restart { get; }

    /// <summary>Whether the notes of what was shipped are gone then.</summary>
    public bool LosesNotes { get; }

    public bool EndsProperly { get; }

    /// <summary>After how many requests the shipper is told to complete.</summary>
    public int Follow { get; }

    public TimeSpan RetryAfter { get; }

    /// <summary>What happens to the request of a number.</summary>
    public Mishap At(int number)
    {
        var fails = _random.NextDouble() < _share;
        var mishap = Mishaps[_random.NextInt(Mishaps.Length)];
        return number >= _away.From && number < _away.To ? Mishap.Away : fails ? mishap : Mishap.None;
    }

    /// <summary>What happens once the server is back for good.</summary>
    public Mishap AtLast()
    {
        var fails = _random.NextDouble() < _share;
        return fails ? Mishaps[_random.NextInt(Mishaps.Length)] : Mishap.None;
    }

    /// <summary>Whether the server is empty from a request on.</summary>
    public bool IsEmptyFrom(int number) => IsEmptyOnReturn && number >= _away.To;

    /// <summary>By how much the clock is set at a request; zero mostly.</summary>
    public TimeSpan Jump() => _random.NextInt(40) == 0 ? TimeSpan.FromHours(_random.NextDouble(-48, 48)) : TimeSpan.Zero;

    public bool Writes() => _random.NextInt(4) == 0;

    public override string ToString() =>
        $"share {_share}, away {_away}, empty {IsEmptyOnReturn}, refused {RefusedParameter}, restart {Restart}, loses notes {LosesNotes}, "
        + $"follow {Follow}";
}
