using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace RlLab.Tracking.Server.InProcess;

/// <summary>Takes requests from its own process, without a port: what listens in the place of Kestrel.</summary>
internal sealed class InProcessServer : IServer
{
    private Func<IFeatureCollection, InProcessResponse, Task>? _process;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _process = async (features, response) =>
        {
            var context = application.CreateContext(features);
            try
            {
                await application.ProcessRequestAsync(context).ConfigureAwait(false);
                await response.CompleteAsync().ConfigureAwait(false);
                application.DisposeContext(context, exception: null);
            }
            catch (Exception error)
            {
                application.DisposeContext(context, error);
                throw;
            }
        };
        return Task.CompletedTask;
    }

    /// <summary>Answers a request, on the calling thread as far as nothing is waited for.</summary>
    public Task ProcessAsync(IFeatureCollection request, InProcessResponse response) =>
        _process?.Invoke(request, response) ?? throw new InvalidOperationException("The server has not started, or has stopped.");

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _process = null;
        return Task.CompletedTask;
    }

    public void Dispose() => _process = null;
}
