using Npgsql;

namespace RlLab.Sweeps.Postgres;

/// <summary>
/// One sweep's database, which may go away: whoever listens is told so, and when it is back; what it was to be told meanwhile is kept on disk,
/// and told first of all then. Whoever trains does not wait for it meanwhile, since it takes seconds to see that a host is cut off: signs of life
/// ask it beside the training. Safe for use from several threads.
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
    private volatile Absence? _away;
    private long? _back;

    /// <summary>Whether it has been back for less than a lease, so that not everybody has had the time to give a sign.</summary>
    public bool IsJustBack => _back is { } back && options.Clock.GetElapsedTime(back) < options.Lease;

    /// <summary>Asks something, of one thread after the other.</summary>
    /// <param name="ask">What.</param>
    /// <param name="isHurried">Whether it is not worth waiting for a database that did not answer a moment ago. Default: false.</param>
    /// <exception cref="DatabaseAwayException">The database does not answer.</exception>
    public T Ask<T>(Func<NpgsqlConnection, T> ask, bool isHurried = false)
    {
        if (isHurried && _away is { } away && options.Clock.GetElapsedTime(away.At) < options.Lease / 6)
        {
            throw new DatabaseAwayException(away.Error);
        }

        lock (_gate)
        {
            try
            {
                return database.Ask(connection =>
                {
                    var sent = spill.Send(entry => Tell(connection, entry));
                    var answer = ask(connection);
                    if (_away is not null)
                    {
                        (_away, _back) = (null, options.Clock.GetTimestamp());
                        options.Tell($"The store {address} answers again{(sent > 0 ? ", and has been told what was kept for it" : "")}.");
                    }

                    return answer;
                });
            }
            catch (DatabaseAwayException e)
            {
                var isNews = _away is null;
                _away = new Absence(e, options.Clock.GetTimestamp());
                if (isNews)
                {
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
    public bool Tell(SweepEvent entry, bool isHurried = false) => Ask(connection => Tell(connection, entry), isHurried);

    /// <summary>Tells an entry, now or when the database takes it; says whether it counts, as far as that is known.</summary>
    public bool TellOrKeep(SweepEvent entry)
    {
        lock (_gate)
        {
            try
            {
                return Tell(entry, isHurried: true);
            }
            catch (DatabaseAwayException)
            {
                // Whether it counts is known when it is told.
                spill.Add(entry);
                return true;
            }
            catch (SweepException e)
            {
                // What hours of training came to must not end with a right that was withdrawn.
                spill.Add(entry);
                options.Tell($"{e.Message} What a run came to is kept in {spill.Path} until the store takes it.");
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

    /// <summary>That the database does not answer, and when that was seen last.</summary>
    private sealed record Absence(DatabaseAwayException Error, long At);
}
