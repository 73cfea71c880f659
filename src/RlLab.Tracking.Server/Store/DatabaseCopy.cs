using Dapper;
using Microsoft.Data.Sqlite;

namespace RlLab.Tracking.Server.Store;

/// <summary>Keeps a database as it was before its tables are changed.</summary>
internal static class DatabaseCopy
{
    /// <summary>Copies what is committed; a copy that was there gives way when the new one is whole.</summary>
    /// <exception cref="TrackingServerException">The copy cannot be written.</exception>
    public static void Make(string file, string copy)
    {
        var part = copy + ".part";
        try
        {
            File.Delete(part);
            var source = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
            using (var connection = new SqliteConnection(source.ToString()))
            {
                connection.Execute("VACUUM INTO @part", new { part });
            }

            File.Move(part, copy, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SqliteException)
        {
            if (File.Exists(part))
            {
                File.Delete(part);
            }

            throw new TrackingServerException(
                $"{file} is of an older RlLab, and its copy {copy} cannot be written ({error.Message.TrimEnd('.')}). Nothing was changed. "
                + "Make room for as much as it holds, and start again.",
                error)
            {
                Directory = Path.GetDirectoryName(file),
            };
        }
    }
}
