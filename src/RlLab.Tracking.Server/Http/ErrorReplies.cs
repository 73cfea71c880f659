using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Pages;

namespace RlLab.Tracking.Server.Http;

/// <summary>Turns whatever goes wrong into a reply of MLflow's shape or, for who looks at a page, into a page; never a stack trace.</summary>
internal sealed class ErrorReplies(RequestDelegate next)
{
    // https://www.sqlite.org/rescode.html
    private const int Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    // ENOSPC of Linux and macOS, ERROR_DISK_FULL of Windows.
    private const int NoSpace = 28, DiskFull = unchecked((int)0x80070070);

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception error) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await ReplyAsync(context, Explain(error)).ConfigureAwait(false);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: 404 or 405, ContentType: null })
        {
            await ReplyAsync(context, Unmapped(context)).ConfigureAwait(false);
        }
    }

    private static MlflowError Unmapped(HttpContext context) => context.Response.StatusCode == StatusCodes.Status404NotFound
        ? new(404, "ENDPOINT_NOT_FOUND", $"There is nothing at {context.Request.Path}. Check the address, and the version of the API in it.")
        : new(405, "BAD_REQUEST", $"{context.Request.Path} does not take {context.Request.Method}.");

    private static MlflowError Explain(Exception error) => error switch
    {
        MlflowError known => known,
        AggregateException { InnerException: { } first } => Explain(first),
        BadHttpRequestException bad => new(bad.StatusCode, "BAD_REQUEST", bad.Message),
        SqliteException { SqliteErrorCode: Busy or Locked } => new(
            503,
            "TEMPORARILY_UNAVAILABLE",
            "Another process is writing to the results and did not finish in time. Nothing was written; send it again."),
        SqliteException { SqliteErrorCode: Full } or IOException { HResult: NoSpace or DiskFull } => Broken(
            "the disk is full. Make room, then send it again"),
        SqliteException { SqliteErrorCode: ReadOnly } => Broken("the results are read-only. Make their folder writable, then send it again"),
        SqliteException { SqliteErrorCode: InputOutput or CannotOpen } sql => Broken($"the disk refused it ({sql.Message})"),
        SqliteException { SqliteErrorCode: Corrupt or NotADatabase } => Broken(
            "mlflow.db is damaged. Move it away and ship the runs again from their journals"),
        IOException or UnauthorizedAccessException => Broken($"the disk refused it ({error.Message.TrimEnd('.')})"),
        _ => new(500, "INTERNAL_ERROR", $"The server failed on this request: {error.GetType().Name}: {error.Message}"),
    };

    private static MlflowError Broken(string why) => new(500, "INTERNAL_ERROR", $"Nothing was written: {why}.");

    private static Task ReplyAsync(HttpContext context, MlflowError error)
    {
        context.Response.Clear();
        if (!ApiRoutes.IsOfTheApi(context.Request.Path))
        {
            return ErrorPage.SendAsync(context, error.Status, error.Message);
        }

        // MLflow adds these two; its class differs from its code in two cases only.
        var errorClass = error.Code switch
        {
            "RESOURCE_DOES_NOT_EXIST" => "RESOURCE_NOT_FOUND",
            "BAD_REQUEST" => "INVALID_PARAMETER_VALUE",
            _ => error.Code,
        };
        return JsonReplies.WriteAsync(
            context, new { ErrorCode = error.Code, error.Message, Sqlstate = "KAM00", ErrorClass = errorClass }, error.Status);
    }
}
