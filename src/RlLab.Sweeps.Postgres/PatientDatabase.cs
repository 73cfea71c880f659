using Npgsql;

namespace RlLab.Sweeps.Postgres;

/// <summary>
/// One sweep's database, which may go away: whoever listens is told so, and when it is back; what it was to be told meanwhile is kept on disk,
/// and told first of all then. Safe for use from several threads.
/// </summary>
/// <param name="address">Where it is.</param>
/// <param name="database">The database.</param>
/// <param name="tables">The sweep's tables.</param>
/// <param name="spill">Keeps what cannot be told.</param>
/// <param name="options">How to deal with it.</param>
internal sealed class PatientDatabase(
    StoreAddress address, Database database, SweepTables tables, Spill spill, PostgresStoreOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private bool _isAway;
    private long? _back;

    /// <summary>Whether it has been back for less than a lease, so that not everybody has had the time to give a sign.</summary>
    public bool IsJustBack => _back is { } back && options.Clock.GetElapsedTime(back) < options.Lease;

    /// <summary>Asks something, of one thread after the other.</summary>
    /// <exception cref="DatabaseAwayException">The database does not answer.</exception>
    public T Ask<T>(Func<NpgsqlConnection, T> ask)
    {
        lock (_gate)
        {
            try
            {
                return database.Ask(connection =>
                {
                    var sent = spill.Send(entry => Tell(connection, entry));
                    var answer = ask(connection);
                    if (_isAway)
                    {
                        (_isAway, _back) = (false, options.Clock.GetTimestamp());
                        options.Tell($"The store {address} answers again{(sent > 0 ? ", and has been told what was kept for it" : "")}.");
                    }

                    return answer;
                });
            }
            catch (DatabaseAwayException e)
            {
                if (!_isAway)
                {
                    _isAway = true;
                    options.Tell(
                        $"The store {address} does not answer: {e.Message.TrimEnd('.')}. What trains goes on, and what it comes to is kept in "
                        + $"{spill.Path} until the store is back.");
                }

                throw;
            }
        }
    }

    /// <summary>Tells an entry; says whether it counts.</summary>
    /// <exception cref="DatabaseAwayException">The database does not answer.</exception>
    public bool Tell(SweepEvent entry) => Ask(connection => Tell(connection, entry));

    /// <summary>Tells an entry, now or when the database is back; says whether it counts, as far as that is known.</summary>
    public bool TellOrKeep(SweepEvent entry)
    {
        lock (_gate)
        {
            try
            {
                return Tell(entry);
            }
            catch (DatabaseAwayException)
            {
                // Whether it counts is known when it is told.
                spill.Add(entry);
                return true;
            }
        }
    }

    /// <summary>Tells what workers kept that are gone.</summary>
    /// <exception cref="DatabaseAwayException">The database does not answer.</exception>
    public void TellLeftovers() => Ask(connection =>
    {
        spill.SendLeftovers(entry => Tell(connection, entry));
        return true;
    });

    /// <summary>A connection of its own, for a lock that lasts as long as it.</summary>
    /// <exception cref="DatabaseAwayException">The database does not answer.</exception>
    public NpgsqlConnection Connect() => database.Connect();

    /// <inheritdoc/>
    public void Dispose()
    {
        spill.Dispose();
        database.Dispose();
    }

    /// <summary>Adds an entry; the end of an attempt only where no later attempt was begun.</summary>
    private bool Tell(NpgsqlConnection connection, SweepEvent entry) => tables.Locked(connection, () =>
        (entry is not RunEnded { Attempt: { } attempt } ended || tables.Claimant(connection, ended.Run, attempt + 1) is null)
        && tables.Add(connection, [entry]));
}
