using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>Finds out which server is meant: MLFLOW_TRACKING_URI, else <c>rllab.toml</c>, else the embedded one.</summary>
internal static class TrackingChoice
{
    /// <summary>The server that is named; null where none is.</summary>
    /// <param name="host">Has the environment.</param>
    /// <param name="settings">What <c>rllab.toml</c> says.</param>
    /// <param name="to">The server of the command line; null where it names none.</param>
    /// <exception cref="UserException">What is said of it makes no sense.</exception>
    public static MlflowSettings? Named(HostContext host, LabSettings settings, string? to = null)
    {
        try
        {
            return to is not null ? Read(to, "--to")
                : MlflowSettings.Read(host.Variable, Home(host)) is { } named ? named
                : settings.TrackingUri is { } uri ? Read(uri.Text, uri.Place)
                : null;
        }
        catch (MlflowSettingsException e)
        {
            throw new UserException(e.Message);
        }

        MlflowSettings Read(string address, string source) => MlflowSettings.Read(address, source, host.Variable, Home(host));
    }

    private static string Home(HostContext host) =>
        host.Variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
