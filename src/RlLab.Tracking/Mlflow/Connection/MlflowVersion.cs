namespace RlLab.Tracking;

/// <summary>Which version a server is of, asked once, and only where it matters.</summary>
internal sealed class MlflowVersion(MlflowConnection connection)
{
    private string? _known;

    /// <summary>The version, such as <c>3.11.2</c>, as the server says it now.</summary>
    public async Task<string> AskAsync(CancellationToken cancellation)
    {
        var version = (await connection.GetTextAsync("version", cancellation).ConfigureAwait(false)).Trim();
        return _known = version.Length is > 0 and < 40 && char.IsAsciiDigit(version[0])
            ? version
            : throw MlflowFailures.NotMlflow(connection.Endpoint(HttpMethod.Get, "version"), 200, version);
    }

    /// <summary>The version's first number, such as 3.</summary>
    public async Task<int> GetMajorAsync(CancellationToken cancellation)
    {
        var version = _known ?? await AskAsync(cancellation).ConfigureAwait(false);
        return int.TryParse(version.Split('.')[0], out var major) ? major : 0;
    }

    /// <summary>Asks for what only newer servers offer; a failure that comes from an old one says so.</summary>
    /// <param name="what">What is asked for, as the beginning of a sentence: <c>Logged models</c>.</param>
    /// <param name="since">The first version that offers it: 3.</param>
    /// <param name="ask">The request.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<T> SinceAsync<T>(string what, int since, Func<Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (MlflowException error) when (error.Failure is MlflowFailure.NotMlflow or MlflowFailure.Unsupported)
        {
            if (await GetMajorAsync(cancellation).ConfigureAwait(false) >= since)
            {
                throw;
            }

            throw new MlflowException(MlflowFailure.Unsupported, error.Endpoint,
                $"{what} need MLflow {since} or later, and {connection.Base} is MLflow {_known}. Upgrade that server, or do without them there.",
                error)
            { Status = error.Status };
        }
    }

    /// <summary>The same for a request whose answer has nothing to say.</summary>
    public Task SinceAsync(string what, int since, Func<Task> ask, CancellationToken cancellation) =>
        SinceAsync(what, since, async () =>
        {
            await ask().ConfigureAwait(false);
            return true;
        }, cancellation);
}
