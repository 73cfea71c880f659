using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace RlLab.Tracking.Tests.Faults;

/// <summary>What goes wrong with a request.</summary>
public enum Mishap
{
    None,

    /// <summary>Nobody listens.</summary>
    Away,

    /// <summary>500 in MLflow's JSON, nothing stored.</summary>
    Error,

    /// <summary>429 with Retry-After, nothing stored.</summary>
    TooMany,

    /// <summary>503 with a page of HTML, nothing stored.</summary>
    Page,

    /// <summary>The connection breaks before the server has the request.</summary>
    LoseRequest,

    /// <summary>The server has done it, and the connection breaks before the answer.</summary>
    LoseAnswer,

    /// <summary>The server has done it, and the connection breaks in the middle of the answer.</summary>
    CutAnswer,

    /// <summary>No answer comes, and nothing is stored.</summary>
    Hang,

    /// <summary>The server has done it, and no answer comes.</summary>
    HangAfter,
}

/// <summary>Stands between a shipper and a server, and has requests go wrong by script.</summary>
public sealed class FaultyProxy : DelegatingHandler
{
    private int _underWay;
    private int _hanging;

    public FaultyProxy(Uri target)
        : base(new SocketsHttpHandler()) => Target = target;

    /// <summary>Where requests go, whatever address they are for.</summary>
    public Uri Target { get; set; }

    /// <summary>What happens to a request, by its number from 1.</summary>
    public Func<int, Mishap> Script { get; set; } = _ => Mishap.None;

    /// <summary>Refuses a batch that holds this, as a parameter that has another value.</summary>
    public string? RefusedName { get; set; }

    /// <summary>How long the server asks to be left alone.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many requests there were.</summary>
    public int Count { get; private set; }

    /// <summary>Whether no request is under way, but such as hang.</summary>
    public bool IsIdle => Volatile.Read(ref _underWay) == Volatile.Read(ref _hanging);

    /// <summary>Whether a request hangs.</summary>
    public bool IsHanging => Volatile.Read(ref _hanging) > 0;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            var mishap = Script(++Count);
            return mishap switch
            {
                Mishap.Away => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"),
                Mishap.Error => Answer(HttpStatusCode.InternalServerError, "application/json", Failure("INTERNAL_ERROR", "disk")),
                Mishap.TooMany => TooMany(),
                Mishap.Page => Answer(HttpStatusCode.ServiceUnavailable, "text/html", "<html><h1>503 Service Unavailable</h1></html>"),
                Mishap.LoseRequest => throw Broken(),
                Mishap.Hang => await HangAsync(cancellationToken),
                _ => await ServeAsync(request, mishap, cancellationToken),
            };
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task<HttpResponseMessage> ServeAsync(HttpRequestMessage request, Mishap mishap, CancellationToken cancellation)
    {
        if (RefusedName is { } name && request.Content is { } content
            && request.RequestUri!.AbsolutePath.EndsWith("log-batch", StringComparison.Ordinal)
            && (await content.ReadAsStringAsync(cancellation)).Contains($"\"key\":\"{name}\"", StringComparison.Ordinal))
        {
            return Answer(HttpStatusCode.BadRequest, "application/json", Failure("INVALID_PARAMETER_VALUE", "Changing param values is not allowed."));
        }

        request.RequestUri = new Uri(Target, request.RequestUri!.PathAndQuery);
        using var answer = await base.SendAsync(request, CancellationToken.None);
        var body = await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
        return mishap switch
        {
            Mishap.LoseAnswer => throw Broken(),
            Mishap.HangAfter => await HangAsync(cancellation),
            Mishap.CutAnswer => new HttpResponseMessage(answer.StatusCode)
            {
                Content = new StreamContent(new CutStream(body[..(body.Length / 2)])),
            },
            _ => new HttpResponseMessage(answer.StatusCode)
            {
                Content = new ByteArrayContent(body) { Headers = { ContentType = answer.Content.Headers.ContentType } },
            },
        };
    }

    private async Task<HttpResponseMessage> HangAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _hanging);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _hanging);
        }

        throw Broken();
    }

    private HttpResponseMessage TooMany()
    {
        var answer = Answer(HttpStatusCode.TooManyRequests, "text/plain", "slow down");
        answer.Headers.RetryAfter = new RetryConditionHeaderValue(RetryAfter);
        return answer;
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string type, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, type) };

    private static string Failure(string code, string message) => $$"""{"error_code": "{{code}}", "message": "{{message}}"}""";

    private static HttpRequestException Broken() => new(HttpRequestError.ResponseEnded, "The response ended prematurely.");

    /// <summary>Breaks off where its content ends.</summary>
    private sealed class CutStream(byte[] content) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0 ? read : throw new IOException("The connection was closed in the middle of the answer.");
        }

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new IOException("The connection was closed in the middle of the answer.");
    }
}
