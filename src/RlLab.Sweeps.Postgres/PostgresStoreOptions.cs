namespace RlLab.Sweeps.Postgres;

/// <summary>How a worker deals with a store in PostgreSQL.</summary>
public sealed record PostgresStoreOptions
{
    /// <summary>The folder that keeps what cannot be told to the database while it is away. Created where it is missing.</summary>
    public required string SpillFolder { get; init; }

    /// <summary>After how long without a sign of life a worker counts as gone, by the database's own clock. Default: one minute.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a worker that needs another run waits for a database that is away. Default: 10 minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The clock that dates entries. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told when the database goes away and comes back. Default: nobody is.</summary>
    public Action<string> Tell { get; init; } = _ => { };

    /// <summary>Ends the waiting for a database that is away. Default: nothing does.</summary>
    public CancellationToken Stopping { get; init; }
}
