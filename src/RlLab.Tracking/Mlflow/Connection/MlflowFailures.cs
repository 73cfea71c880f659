using System.Net;
using System.Text.Json;

namespace RlLab.Tracking;

/// <summary>
/// Reads what went wrong out of an answer of any shape: MLflow's JSON, a proxy's HTML, the security rules' plain text, or none at
/// all.
/// </summary>
internal static class MlflowFailures
{
    private const int LongestMessage = 500;

    /// <summary>The failure that an unsuccessful answer tells of.</summary>
    public static MlflowException Read(string endpoint, HttpResponseMessage answer, string body, TimeProvider clock)
    {
        var status = (int)answer.StatusCode;
        var isHtml = answer.Content.Headers.ContentType?.MediaType is "text/html";
        var (code, said) = ReadJson(body) ?? (null, isHtml ? null : Shorten(body));
        var failure = IsMissingFile(endpoint, status, body) ? MlflowFailure.NotFound : Classify(answer.StatusCode, code, said);
        var word = said is null ? "" : ": " + said.TrimEnd('.');
        var answered = $"{endpoint} answered {status}{(code is null ? "" : " " + code)}{word}.";
        return new MlflowException(failure, endpoint, $"{answered} {WayOut(failure, answer)}".TrimEnd())
        {
            Status = status,
            ErrorCode = code,
            ServerMessage = said,
            RetryAfter = ReadRetryAfter(answer, clock),
        };
    }

    /// <summary>The failure behind an answer that never came.</summary>
    public static MlflowException Read(string endpoint, Exception error)
    {
        if (error is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError })
        {
            return new MlflowException(MlflowFailure.Untrusted, endpoint,
                $"{endpoint} could not be reached over a trusted connection: {Innermost(error)}. Name the server's own "
                + "authority with MLFLOW_TRACKING_SERVER_CERT_PATH, "
                + "or accept any certificate with MLFLOW_TRACKING_INSECURE_TLS=true.", error);
        }

        var what = error is OperationCanceledException ? "did not answer in time" : $"could not be reached: {Innermost(error)}";
        return new MlflowException(MlflowFailure.Unreachable, endpoint,
            $"{endpoint} {what.TrimEnd('.')}. Check that the server runs and that the address is right.", error);
    }

    /// <summary>The failure of an answer that says success and is not MLflow's.</summary>
    public static MlflowException NotMlflow(string endpoint, int status, string body, Exception? inner = null) =>
        new(MlflowFailure.NotMlflow, endpoint,
            $"{endpoint} answered {status} with something that is not MLflow's: '{Shorten(body)}'. Check the address: it must "
                + "be that of an MLflow server, with its path if it has one.", inner)
        {
            Status = status,
        };

    private static MlflowFailure Classify(HttpStatusCode status, string? code, string? said) => (int)status switch
    {
        408 or 429 or 500 or 502 or 503 or 504 => MlflowFailure.Unavailable,
        401 => MlflowFailure.Unauthorized,
        403 when code is null && said is not null
            && (said.Contains("Host header") || said.Contains("Cross-origin")) => MlflowFailure.HostRefused,
        403 => MlflowFailure.Unauthorized,
        501 => MlflowFailure.Unsupported,
        >= 300 and < 400 or 405 => MlflowFailure.NotMlflow,
        404 => code switch
        {
            null => MlflowFailure.NotMlflow,
            "ENDPOINT_NOT_FOUND" => MlflowFailure.Unsupported,
            _ => MlflowFailure.NotFound,
        },
        409 => MlflowFailure.AlreadyExists,
        _ => code is "RESOURCE_ALREADY_EXISTS" ? MlflowFailure.AlreadyExists : MlflowFailure.Refused,
    };

    // A file that is not there is a failure of the server to MLflow 2 and 3 up to 3.6; later ones say 404.
    private static bool IsMissingFile(string endpoint, int status, string body) =>
        status == 500 && body.Contains("[Errno 2] No such file or directory")
        && endpoint.StartsWith("GET ", StringComparison.Ordinal) && endpoint.Contains("artifact");

    private static string WayOut(MlflowFailure failure, HttpResponseMessage answer) => failure switch
    {
        MlflowFailure.Unavailable => "The server is there and cannot answer now; trying later may help.",
        MlflowFailure.Unauthorized => "Check MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD (or ~/.mlflow/credentials), "
            + "or MLFLOW_TRACKING_TOKEN, and that they allow this.",
        MlflowFailure.HostRefused => "Call the server by a name it accepts, or start it with --allowed-hosts that holds this "
            + "one.",
        MlflowFailure.Unsupported => "This server does not offer that.",
        MlflowFailure.NotMlflow when answer.Headers.Location is { } elsewhere => $"It points to {elsewhere}; use the address of "
            + "the MLflow server there.",
        MlflowFailure.NotMlflow => "Check the address: it must be that of an MLflow server, with its path if it has one.",
        _ => "",
    };

    private static (string? Code, string? Message)? ReadJson(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("error_code", out var code)
                ? (code.ToString(), json.RootElement.TryGetProperty("message", out var said) ? Shorten(said.ToString()) : null)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? ReadRetryAfter(HttpResponseMessage answer, TimeProvider clock) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delay } => delay,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };

    private static string Innermost(Exception error) =>
        error.InnerException is { } inner ? Innermost(inner) : error.Message.TrimEnd('.');

    // A database's error carries its statement and a link behind the first line.
    private static string? Shorten(string text)
    {
        var line = text.Trim().Split('\n', 2)[0].Trim();
        return line.Length == 0 ? null : line.Length > LongestMessage ? line[..LongestMessage] + "..." : line;
    }
}
