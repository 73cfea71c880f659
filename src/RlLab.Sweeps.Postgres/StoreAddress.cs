using System.Collections.Specialized;
using System.Web;
using Npgsql;

namespace RlLab.Sweeps.Postgres;

/// <summary>Where a sweep's store is in PostgreSQL: <c>postgres://USER:PASSWORD@HOST:PORT/DATABASE?sweep=ID</c>.</summary>
/// <remarks>
/// A password is better left out and given as PGPASSWORD or in a password file, as PostgreSQL's own programs read them. What else stands after the
/// question mark is an option of the connection: <c>sslmode=require</c>.
/// </remarks>
public sealed class StoreAddress
{
    private const string SweepKey = "sweep";

    private readonly Uri _uri;

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address.</param>
    /// <exception cref="SweepException">It is none.</exception>
    public StoreAddress(string text)
    {
        if (!IsOne(text) || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            throw new SweepException(
                $"'{text}' is no address of a store. Write postgres://USER@HOST:PORT/DATABASE, with ?sweep=ID after it for one of its sweeps.");
        }

        _uri = uri;
        var query = HttpUtility.ParseQueryString(uri.Query);
        Sweep = query[SweepKey];
        query.Remove(SweepKey);
        ConnectionString = Connection(uri, query);
    }

    /// <summary>The beginning of the sweep's identity; null where the address leaves it open.</summary>
    public string? Sweep { get; private init; }

    /// <summary>The address as Npgsql takes it.</summary>
    internal string ConnectionString { get; }

    /// <summary>Whether a text looks like an address in PostgreSQL.</summary>
    /// <param name="text">The text.</param>
    public static bool IsOne(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address of one sweep, with the password where there is one.</summary>
    /// <param name="sweep">The sweep's identity.</param>
    public string Of(string sweep)
    {
        var query = HttpUtility.ParseQueryString(_uri.Query);
        query[SweepKey] = sweep;
        return new UriBuilder(_uri) { Query = query.ToString() }.Uri.AbsoluteUri;
    }

    /// <summary>The address without its password, for messages.</summary>
    public override string ToString()
    {
        var user = _uri.UserInfo.Split(':')[0];
        return $"postgres://{(user.Length == 0 ? "" : user + "@")}{_uri.Authority}{_uri.AbsolutePath}";
    }

    private static string Connection(Uri uri, NameValueCollection options)
    {
        var user = uri.UserInfo.Split(':', 2);
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.IsDefaultPort || uri.Port < 0 ? NpgsqlConnection.DefaultPort : uri.Port,
            ApplicationName = "RlLab",
            Timeout = 5,
            CommandTimeout = 30,
            KeepAlive = 10,
            MaxPoolSize = 4,
        };
        if (user[0].Length > 0)
        {
            connection.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length > 1)
        {
            connection.Password = Uri.UnescapeDataString(user[1]);
        }

        if (uri.AbsolutePath.Trim('/') is { Length: > 0 } database)
        {
            connection.Database = Uri.UnescapeDataString(database);
        }

        foreach (string? name in options)
        {
            try
            {
                connection[name!] = options[name];
            }
            catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
            {
                throw new SweepException(
                    $"The store's address has the option '{name}={options[name]}', which no connection to PostgreSQL takes. Leave it out.");
            }
        }

        return connection.ConnectionString;
    }
}
