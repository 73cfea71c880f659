using Microsoft.Data.Sqlite;

namespace RlLab.Tracking.Server.Search;

/// <summary>What searches need beyond SQLite's own functions.</summary>
internal static class SearchFunctions
{
    /// <summary>The number that a text is, or null.</summary>
    public const string Number = "number";

    public static void AddTo(SqliteConnection connection) => connection.CreateFunction(
        Number,
        (string? text) => text is not null && FilterScanner.TryReadNumber(text, out var number) ? number : (double?)null,
        isDeterministic: true);
}
