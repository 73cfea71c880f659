namespace RlLab.Tracking;

/// <summary>Which MLflow server, as whom, and how.</summary>
/// <param name="Address">The server; may have a path, but no user and password.</param>
public sealed record MlflowSettings(Uri Address)
{
    /// <summary>The server that keeps registered models, with the same credentials; null for the same one. <c>MLFLOW_REGISTRY_URI</c>.</summary>
    public Uri? RegistryAddress { get; init; }

    /// <summary>User for Basic authentication; <c>MLFLOW_TRACKING_USERNAME</c> or <c>~/.mlflow/credentials</c>.</summary>
    public string? Username { get; init; }

    /// <summary>Password for Basic authentication; <c>MLFLOW_TRACKING_PASSWORD</c> or <c>~/.mlflow/credentials</c>.</summary>
    public string? Password { get; init; }

    /// <summary>Bearer token, ignored where there is a user and a password; <c>MLFLOW_TRACKING_TOKEN</c>.</summary>
    public string? Token { get; init; }

    /// <summary>The workspace on a server that has several; null for its default. <c>MLFLOW_WORKSPACE</c>.</summary>
    public string? Workspace { get; init; }

    /// <summary>Whether any certificate of the server is accepted. Default false; <c>MLFLOW_TRACKING_INSECURE_TLS</c>.</summary>
    public bool InsecureTls { get; init; }

    /// <summary>
    /// File of certificates in PEM, or folder of such files, that the server's must lead to, instead of the system's;
    /// <c>MLFLOW_TRACKING_SERVER_CERT_PATH</c>.
    /// </summary>
    public string? ServerCertificates { get; init; }

    /// <summary>File with this client's certificate and key in PEM; <c>MLFLOW_TRACKING_CLIENT_CERT_PATH</c>.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>
    /// The experiment that runs go to instead of one of their experiment's own name; <c>MLFLOW_EXPERIMENT_NAME</c>.
    /// </summary>
    public string? ExperimentName { get; init; }

    /// <summary>The id of the experiment that runs go to, which goes before any name; <c>MLFLOW_EXPERIMENT_ID</c>.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>How requests are repeated.</summary>
    public MlflowRetry Retry { get; init; } = new();

    /// <summary>Reads the settings that MLflow's users have in their environment; null if it names no server.</summary>
    /// <param name="environment">Gives a variable's value or null: <c>Environment.GetEnvironmentVariable</c>.</param>
    /// <param name="home">The user's home folder, where <c>.mlflow/credentials</c> may lie.</param>
    /// <exception cref="MlflowSettingsException">A value makes no sense; the message names the variable.</exception>
    public static MlflowSettings? Read(Func<string, string?> environment, string home)
    {
        const string variable = "MLFLOW_TRACKING_URI";
        return new MlflowEnvironment(environment).Set(variable) is { } address ? Read(address, variable, environment, home) : null;
    }

    /// <summary>Reads the settings for a server that was named elsewhere, on the command line or in <c>rllab.toml</c>.</summary>
    /// <param name="address">The server, as <c>http://host:5000</c>.</param>
    /// <param name="source">Where that was written, for messages.</param>
    /// <param name="environment">Gives a variable's value or null: <c>Environment.GetEnvironmentVariable</c>.</param>
    /// <param name="home">The user's home folder, where <c>.mlflow/credentials</c> may lie.</param>
    /// <exception cref="MlflowSettingsException">A value makes no sense; the message names the variable.</exception>
    public static MlflowSettings Read(string address, string source, Func<string, string?> environment, string home) =>
        new MlflowEnvironment(environment).Read(address, source, MlflowCredentialsFile.Read(Path.Combine(home, ".mlflow", "credentials")));
}
