using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
    private readonly MlflowSettings _settings;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline _repeating;

    public MlflowConnection(MlflowSettings settings, TimeProvider clock, RandomGenerator random, HttpMessageHandler? handler)
    {
        _settings = settings;
        _clock = clock;
        _http = new HttpClient(handler ?? CreateHandler(settings)) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = Authorization(settings);
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("rllab");
        _repeating = CreateRepeating(settings.Retry, clock, random);
    }

    /// <summary>The server's address, ending in a slash.</summary>
    public Uri Base =>
        _settings.Address.AbsoluteUri.EndsWith('/') ? _settings.Address : new Uri(_settings.Address.AbsoluteUri + "/");

    /// <summary>
    /// Sends a request with a JSON body, to an address behind the server's own. What creates something may not be repeated.
    /// </summary>
    public Task<TAnswer> PostAsync<TRequest, TAnswer>(
        string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answerType,
        CancellationToken cancellation, bool mayRepeat = true)
    {
        // Bytes first, so that the request has a Content-Length: a chunked body, which JsonContent would send, is lost under
        // uvicorn.
        var body = JsonSerializer.SerializeToUtf8Bytes(request, requestType);
        return SendAsync(HttpMethod.Post, path, () => JsonBody(body), answerType, body.Length, cancellation, mayRepeat);
    }

    public Task<TAnswer> GetAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, path, () => null, answerType, 0, cancellation);

    public Task<string> GetTextAsync(string path, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, path, () => null, ReadTextAsync, 0, cancellation);

    /// <summary>
    /// Uploads a file; <paramref name="open"/> gives its content anew for each try, from a stream that knows its length.
    /// </summary>
    public Task PutAsync(string path, Func<Stream> open, long length, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Put, path, () => FileBody(open()), MlflowJson.Default.EmptyAnswer, length, cancellation);

    /// <summary>Downloads a file.</summary>
    public Task<byte[]> DownloadAsync(string path, long length, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, path, () => null, (answer, stop) => answer.Content.ReadAsByteArrayAsync(stop), length,
            cancellation);

    public void Dispose() => _http.Dispose();

    private Task<TAnswer> SendAsync<TAnswer>(
        HttpMethod method, string path, Func<HttpContent?> body, JsonTypeInfo<TAnswer> answerType, long length,
        CancellationToken cancellation, bool mayRepeat = true) =>
        SendAsync(method, path, body, async (answer, stop) =>
        {
            var text = await ReadTextAsync(answer, stop).ConfigureAwait(false);
            try
            {
                return JsonSerializer.Deserialize(text, answerType) ?? throw new JsonException("It is null.");
            }
            catch (JsonException error)
            {
                throw MlflowFailures.NotMlflow(Endpoint(method, path), (int)answer.StatusCode, text, error);
            }
        }, length, cancellation, mayRepeat);

    private async Task<TAnswer> SendAsync<TAnswer>(
        HttpMethod method, string path, Func<HttpContent?> body, Func<HttpResponseMessage, CancellationToken, Task<TAnswer>> read,
        long length,
        CancellationToken cancellation, bool mayRepeat = true)
    {
        var repeating = mayRepeat ? _repeating : ResiliencePipeline.Empty;
        return await repeating.ExecuteAsync(
            async stop => await TryAsync(method, path, body, read, length, stop).ConfigureAwait(false),
            cancellation).ConfigureAwait(false);
    }

    private async Task<TAnswer> TryAsync<TAnswer>(
        HttpMethod method, string path, Func<HttpContent?> body, Func<HttpResponseMessage, CancellationToken, Task<TAnswer>> read,
        long length,
        CancellationToken cancellation)
    {
        var patience = _settings.Retry.Timeout + MlflowRetry.Transfer(length);
        using var timeout = new CancellationTokenSource(patience, _clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(Base, path)) { Content = body() };
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token)
                .ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
            {
                var text = await ReadTextAsync(answer, stop.Token).ConfigureAwait(false);
                throw MlflowFailures.Read(Endpoint(method, path), answer, text, _clock);
            }

            return await read(answer, stop.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException
            || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw MlflowFailures.Read(Endpoint(method, path), error);
        }
    }

    // Whatever character set a proxy claims.
    private static async Task<string> ReadTextAsync(HttpResponseMessage answer, CancellationToken cancellation) =>
        Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));

    private string Endpoint(HttpMethod method, string path) => $"{method} {new Uri(Base, path).GetLeftPart(UriPartial.Path)}";

    private static ByteArrayContent JsonBody(byte[] body) =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static StreamContent FileBody(Stream content) => new(content)
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream"), ContentLength = content.Length },
    };

    private static ResiliencePipeline CreateRepeating(MlflowRetry retry, TimeProvider clock, RandomGenerator random)
    {
        if (retry.MaxRetries == 0)
        {
            return ResiliencePipeline.Empty;
        }

        return new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = retry.MaxRetries,
                ShouldHandle = new PredicateBuilder().Handle<MlflowException>(error =>
                    error.IsTransient && (error.RetryAfter ?? TimeSpan.Zero) <= retry.LongestRetryAfter),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(
                    (arguments.Outcome.Exception as MlflowException)?.RetryAfter
                        ?? retry.Delay(arguments.AttemptNumber + 1, random)),
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

    private static SocketsHttpHandler CreateHandler(MlflowSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirected POST would arrive as a GET.
            AllowAutoRedirect = false,
            UseProxy = !settings.Address.IsLoopback,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),

            // Shorter than uvicorn's 5 s: a request on a connection that the server is just closing would be lost.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4),
        };
        try
        {
            if (settings.InsecureTls)
            {
                handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
            }

            if (settings.ServerCertificates is { } authorities)
            {
                handler.SslOptions.CertificateChainPolicy = Trust(authorities);
            }

            if (settings.ClientCertificate is { } own)
            {
                handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile(own)];
            }
        }
        catch (CryptographicException error)
        {
            throw new MlflowSettingsException($"{settings.ServerCertificates ?? settings.ClientCertificate} is not a file of "
                + $"certificates in PEM: {error.Message}", error);
        }

        return handler;
    }

    private static X509ChainPolicy Trust(string authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(authorities);
        return policy;
    }
}
