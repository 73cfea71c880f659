using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Polly.Retry;

namespace RlLab.Tracking;

/// <summary>
/// Sends requests to one MLflow server, repeats those that may be repeated, and turns every kind of failure into a <see
/// cref="MlflowException"/>.
/// </summary>
internal sealed class MlflowConnection : IDisposable
{
    private const string WorkspaceHeader = "X-MLFLOW-WORKSPACE";

    private readonly Func<TimeSpan> _timeout;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline _repeating;

    /// <param name="settings">Which server, as whom, and how.</param>
    /// <param name="clock">For waits.</param>
    /// <param name="handler">What sends the requests.</param>
    /// <param name="repeating">Repeats what may be repeated.</param>
    /// <param name="timeout">How long a try may take that begins now, transfers aside.</param>
    public MlflowConnection(
        MlflowSettings settings, TimeProvider clock, HttpMessageHandler handler, ResiliencePipeline repeating, Func<TimeSpan> timeout)
    {
        (_repeating, _timeout) = (repeating, timeout);
        Clock = clock;
        Base = settings.Address.AbsoluteUri.EndsWith('/') ? settings.Address : new Uri(settings.Address.AbsoluteUri + "/");
        _http = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = Authorization(settings);
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("rllab");
        if (settings.Workspace is { } workspace)
        {
            _http.DefaultRequestHeaders.Add(WorkspaceHeader, workspace);
        }

        Version = new MlflowVersion(this);
    }

    /// <summary>The server's address, ending in a slash.</summary>
    public Uri Base { get; }

    public TimeProvider Clock { get; }

    /// <summary>What the server is, asked once.</summary>
    public MlflowVersion Version { get; }

    public Task<TAnswer> GetAsync<TAnswer>(string path, CancellationToken cancellation) =>
        SendAsync<TAnswer>(HttpMethod.Get, path, null, cancellation);

    /// <summary>
    /// Sends a request with a JSON body, to an address behind the server's own. What creates something may not be repeated.
    /// </summary>
    public Task<TAnswer> SendAsync<TAnswer>(
        HttpMethod method, string path, object? request, CancellationToken cancellation, bool mayRepeat = true)
    {
        // Bytes first, so that the request has a Content-Length: a chunked body, which JsonContent would send, is lost under uvicorn.
        var body = request is null ? null : JsonSerializer.SerializeToUtf8Bytes(request, MlflowJson.Default.GetTypeInfo(request.GetType())!);
        return RepeatAsync(
            stop => TryAsync(method, path, () => body is null ? null : JsonBody(body), ReadJsonAsync<TAnswer>, body?.Length ?? 0, stop),
            cancellation, mayRepeat);
    }

    /// <summary>Sends a request whose answer has nothing to say.</summary>
    public Task SendAsync(HttpMethod method, string path, object? request, CancellationToken cancellation, bool mayRepeat = true) =>
        SendAsync<EmptyAnswer>(method, path, request, cancellation, mayRepeat);

    /// <summary>
    /// Does what can be done once, such as deleting: where only a repeated request finds nothing left to do, the first has done it.
    /// </summary>
    public async Task DoOnceAsync(HttpMethod method, string path, object? request, CancellationToken cancellation)
    {
        var tries = 0;
        try
        {
            await RepeatAsync(stop => SendOnceAsync(stop), cancellation).ConfigureAwait(false);
        }
        catch (MlflowException error) when (error.Failure == MlflowFailure.NotFound && tries > 1)
        {
        }

        Task<EmptyAnswer> SendOnceAsync(CancellationToken stop)
        {
            tries++;
            return SendAsync<EmptyAnswer>(method, path, request, stop, mayRepeat: false);
        }
    }

    /// <summary>Deletes a tag; one that is not there is let pass.</summary>
    public async Task DeleteTagAsync(HttpMethod method, string path, object? request, CancellationToken cancellation)
    {
        try
        {
            await SendAsync(method, path, request, cancellation).ConfigureAwait(false);
        }
        catch (MlflowException error) when (error is { Failure: MlflowFailure.NotFound, ServerMessage: { } said } && said.Contains("No tag"))
        {
        }
    }

    public Task<string> GetTextAsync(string path, CancellationToken cancellation) =>
        RepeatAsync(stop => TryAsync(HttpMethod.Get, path, () => null, ReadTextAsync, 0, stop), cancellation);

    /// <summary>Uploads a file; <paramref name="open"/> gives its content anew for each try, from a stream that knows its length.</summary>
    public Task UploadAsync(string path, Func<Stream> open, long length, CancellationToken cancellation) =>
        RepeatAsync(stop => TryAsync(HttpMethod.Put, path, () => FileBody(open()), ReadJsonAsync<EmptyAnswer>, length, stop), cancellation);

    /// <summary>Opens a file for reading as it arrives, in one try. The stream fails with what <see cref="RepeatAsync"/> understands.</summary>
    public Task<Stream> OpenAsync(string path, CancellationToken cancellation) =>
        TryAsync<Stream>(HttpMethod.Get, path, () => null, async (answer, stop) =>
        {
            var content = await answer.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
            return new AnswerStream(answer, content, Endpoint(HttpMethod.Get, path), _timeout(), Clock);
        }, 0, cancellation);

    /// <summary>Does something again while its failure may pass.</summary>
    public async Task<T> RepeatAsync<T>(Func<CancellationToken, Task<T>> once, CancellationToken cancellation, bool mayRepeat = true) =>
        mayRepeat
            ? await _repeating.ExecuteAsync(async stop => await once(stop).ConfigureAwait(false), cancellation).ConfigureAwait(false)
            : await once(cancellation).ConfigureAwait(false);

    public string Endpoint(HttpMethod method, string path) => $"{method} {new Uri(Base, path).GetLeftPart(UriPartial.Path)}";

    public void Dispose() => _http.Dispose();

    /// <summary>One try. <paramref name="read"/> takes the answer over and lets go of it.</summary>
    private async Task<TAnswer> TryAsync<TAnswer>(
        HttpMethod method, string path, Func<HttpContent?> body, Func<HttpResponseMessage, CancellationToken, Task<TAnswer>> read, long length,
        CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(_timeout() + MlflowRetry.Transfer(length), Clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);

        // Not within what follows: a file here that cannot be opened is no failure of the server.
        using var request = new HttpRequestMessage(method, new Uri(Base, path)) { Content = body() };
        try
        {
            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
            {
                var text = await ReadTextAsync(answer, stop.Token).ConfigureAwait(false);
                throw MlflowFailures.Read(Endpoint(method, path), answer, text, Clock);
            }

            return await read(answer, stop.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException
            || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw MlflowFailures.Read(Endpoint(method, path), error);
        }
    }

    private static async Task<TAnswer> ReadJsonAsync<TAnswer>(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var text = await ReadTextAsync(answer, cancellation).ConfigureAwait(false);
        try
        {
            var type = (JsonTypeInfo<TAnswer>)MlflowJson.Default.GetTypeInfo(typeof(TAnswer))!;
            return JsonSerializer.Deserialize(text, type) ?? throw new JsonException("It is null.");
        }
        catch (JsonException error)
        {
            var request = answer.RequestMessage!;
            var endpoint = $"{request.Method} {request.RequestUri!.GetLeftPart(UriPartial.Path)}";
            throw MlflowFailures.NotMlflow(endpoint, (int)answer.StatusCode, text, error);
        }
    }

    // Whatever character set a proxy claims.
    private static async Task<string> ReadTextAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        using (answer)
        {
            return Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));
        }
    }

    private static ByteArrayContent JsonBody(byte[] body) =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static StreamContent FileBody(Stream content) => new(content, 1 << 16)
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream"), ContentLength = content.Length - content.Position },
    };

    /// <summary>Repeats as MLflow's own client does.</summary>
    public static ResiliencePipeline Repeating(MlflowRetry retry, TimeProvider clock, RandomGenerator? random)
    {
        random ??= new RandomGenerator(clock.GetTimestamp());
        if (retry.MaxRetries == 0)
        {
            return ResiliencePipeline.Empty;
        }

        return new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = retry.MaxRetries,
                ShouldHandle = new PredicateBuilder().Handle<MlflowException>(error => error.IsTransient),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(
                    retry.Asked(arguments.Outcome.Exception as MlflowException) ?? retry.Delay(arguments.AttemptNumber + 1, random)),
            })
            .Build();
    }

    private static AuthenticationHeaderValue? Authorization(MlflowSettings settings) => settings switch
    {
        { Username: { } user, Password: { } password } =>
            new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))),
        { Token: { } token } => new("Bearer", token),
        _ => null,
    };
}
