namespace RlLab.Tracking;

/// <summary>Why a request to MLflow did not succeed.</summary>
public enum MlflowFailure
{
    /// <summary>No answer: nobody listens there, the name is unknown, the connection broke or the time was up.</summary>
    Unreachable,

    /// <summary>The server is there, and cannot answer now (408, 429, 500, 502, 503, 504).</summary>
    Unavailable,

    /// <summary>The connection is not trusted: the certificate of one side is not accepted by the other.</summary>
    Untrusted,

    /// <summary>User, password or token are missing or wrong, or do not allow this (401, 403).</summary>
    Unauthorized,

    /// <summary>The server does not answer to this name of the host (403 of its security rules).</summary>
    HostRefused,

    /// <summary>What the request is about does not exist, or not any more.</summary>
    NotFound,

    /// <summary>Something of this name exists already.</summary>
    AlreadyExists,

    /// <summary>
    /// The server refuses what was sent, and would refuse it again; or the client does, before anything is sent, where a server would cut it or
    /// store something else in silence.
    /// </summary>
    Refused,

    /// <summary>This MLflow server does not offer what was asked for: its version is too old, or it is set up without it.</summary>
    Unsupported,

    /// <summary>What answers is not an MLflow server.</summary>
    NotMlflow,
}

/// <summary>A request to MLflow did not succeed; the message says which, what the server said and the way out.</summary>
public sealed class MlflowException : Exception
{
    internal MlflowException(MlflowFailure failure, string endpoint, string message, Exception? inner = null)
        : base(message, inner) => (Failure, Endpoint) = (failure, endpoint);

    /// <summary>What a server would not keep as it is.</summary>
    internal static MlflowException Refuse(string message) => new(MlflowFailure.Refused, "", message);

    /// <summary>Why it did not succeed.</summary>
    public MlflowFailure Failure { get; }

    /// <summary>The request, as <c>POST http://host:5000/api/2.0/mlflow/runs/create</c>; empty where the client sent none.</summary>
    public string Endpoint { get; }

    /// <summary>The status of the answer, such as 400; null without an answer.</summary>
    public int? Status { get; init; }

    /// <summary>MLflow's code, such as <c>INVALID_PARAMETER_VALUE</c>; null where the answer has none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>What the server said, shortened; null without an answer.</summary>
    public string? ServerMessage { get; init; }

    /// <summary>How long the server asks to be left alone; null if it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient => Failure is MlflowFailure.Unreachable or MlflowFailure.Unavailable;

    /// <summary>Whether the server surely did nothing: it was not reached, or says itself that it cannot now.</summary>
    internal bool IsSurelyUndone => Status is 429 or 503 || (Status == 500 && ErrorCode is not null)
        || InnerException is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError,
        };

    /// <summary>Whether the failure is about this one request, and not about the server or the way to it.</summary>
    public bool IsAboutTheRequest => Failure is MlflowFailure.NotFound or MlflowFailure.AlreadyExists or MlflowFailure.Refused
        or MlflowFailure.Unsupported;
}
