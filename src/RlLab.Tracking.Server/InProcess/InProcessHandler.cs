using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace RlLab.Tracking.Server.InProcess;

/// <summary>Hands an HTTP client's requests to the server of its own process. Answers are held in memory; what is sent is not.</summary>
internal sealed class InProcessHandler(InProcessServer server) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = new InProcessResponse();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(await ReadAsync(request, cancellationToken).ConfigureAwait(false));
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(response.Content);
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = cancellationToken });
        features.Set<IHttpMaxRequestBodySizeFeature>(new AnySize());
        try
        {
            await server.ProcessAsync(features, response).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // As over a network: who has given up is told nothing more, whatever it is that the server found.
            throw new OperationCanceledException(cancellationToken);
        }

        return response.ToMessage(request);
    }

    private static async Task<HttpRequestFeature> ReadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        var read = new HttpRequestFeature
        {
            Protocol = HttpProtocol.Http11,
            Method = request.Method.Method,
            Scheme = uri.Scheme,
            Path = PathString.FromUriComponent(uri.AbsolutePath).Value!,
            QueryString = uri.Query,
            RawTarget = uri.PathAndQuery,
        };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            read.Headers[name] = values.ToString();
        }

        read.Headers.Host = request.Headers.Host ?? uri.Authority;
        if (request.Content is { } content)
        {
            read.Headers.ContentLength = content.Headers.ContentLength;
            foreach (var (name, values) in content.Headers.NonValidated)
            {
                read.Headers[name] = values.ToString();
            }

            read.Body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        }

        return read;
    }

    /// <summary>The limit on what a network sends; within a process there is none to keep.</summary>
    private sealed class AnySize : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => false;

        public long? MaxRequestBodySize { get; set; }
    }
}
