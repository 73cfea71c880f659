using RlLab.Tracking;
using RlLab.Tracking.Server;

namespace RlLab.Cli;

/// <summary>Asks whether the tracking server is there.</summary>
internal static class TrackingCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Looks at the server that commands would log to.</summary>
    /// <param name="host">Has the environment.</param>
    /// <param name="settings">What <c>rllab.toml</c> says.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    public static async Task<Check> OfAsync(HostContext host, LabSettings settings, CancellationToken stopping)
    {
        try
        {
            var named = TrackingChoice.Named(host, settings);
            return named is null ? await EmbeddedAsync(host, stopping) : await NamedAsync(host, named, stopping);
        }
        catch (UserException e)
        {
            return new Check("tracking", CheckState.Broken, e.Message, "Mend it, or unset it for the embedded server.");
        }
    }

    private static async Task<Check> NamedAsync(HostContext host, MlflowSettings named, CancellationToken stopping)
    {
        var hasty = named with { Retry = MlflowRetry.None with { Timeout = Patience } };
        using var client = new MlflowClient(hasty, host.Clock, new RandomGenerator(0));
        try
        {
            var version = await client.GetVersionAsync(stopping);

            // The version is told to everyone; whether we may read is told by reading.
            await client.Experiments.FindAsync("Default", stopping);
            return new Check("tracking", CheckState.Fine, $"MLflow {version} at {named.Address}");
        }
        catch (MlflowException e)
        {
            return new Check("tracking", CheckState.Lacking, e.Message, "Training goes on without it; `sync` sends the log later.");
        }
    }

    private static async Task<Check> EmbeddedAsync(HostContext host, CancellationToken stopping)
    {
        // Looking makes no folder: one that is not there yet is tried elsewhere.
        var lab = LabDirectory.Of(host);
        var trial = Directory.Exists(lab) ? null : Directory.CreateTempSubdirectory("rllab-doctor-");
        try
        {
            var options = new TrackingServerOptions { Directory = trial?.FullName ?? lab, Clock = host.Clock };
            await using (await TrackingServer.StartAsync(options, stopping))
            {
                var database = Path.Combine(lab, "mlflow.db");
                return new Check("tracking", CheckState.Fine, $"the embedded server, on {database}; MLFLOW_TRACKING_URI names another");
            }
        }
        catch (TrackingServerException e)
        {
            const string wayOut = "Name a server with MLFLOW_TRACKING_URI, or give RlLab another folder with RLLAB_DIRECTORY.";
            return new Check("tracking", CheckState.Broken, e.Message, wayOut);
        }
        finally
        {
            trial?.Delete(recursive: true);
        }
    }
}
