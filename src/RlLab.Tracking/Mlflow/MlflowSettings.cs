using System.Globalization;

namespace RlLab.Tracking;

/// <summary>Which MLflow server, as whom, and how.</summary>
/// <param name="Address">The server; may have a path, but no user and password.</param>
public sealed record MlflowSettings(Uri Address)
{
    /// <summary>User for Basic authentication; <c>MLFLOW_TRACKING_USERNAME</c> or <c>~/.mlflow/credentials</c>.</summary>
    public string? Username { get; init; }

    /// <summary>Password for Basic authentication; <c>MLFLOW_TRACKING_PASSWORD</c> or <c>~/.mlflow/credentials</c>.</summary>
    public string? Password { get; init; }

    /// <summary>Bearer token, ignored where there is a user and a password; <c>MLFLOW_TRACKING_TOKEN</c>.</summary>
    public string? Token { get; init; }

    /// <summary>Whether any certificate of the server is accepted. Default false; <c>MLFLOW_TRACKING_INSECURE_TLS</c>.</summary>
    public bool InsecureTls { get; init; }

    /// <summary>
    /// File of certificates in PEM that the server's must lead to, instead of the system's;
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
    public static MlflowSettings? Read(Func<string, string?> environment, string home) =>
        Set(environment, "MLFLOW_TRACKING_URI") is { } address ? Read(address, "MLFLOW_TRACKING_URI", environment, home) : null;

    /// <summary>Reads the settings for a server that was named elsewhere, on the command line or in <c>rllab.toml</c>.</summary>
    /// <param name="address">The server, as <c>http://host:5000</c>.</param>
    /// <param name="source">Where that was written, for messages.</param>
    /// <param name="environment">Gives a variable's value or null: <c>Environment.GetEnvironmentVariable</c>.</param>
    /// <param name="home">The user's home folder, where <c>.mlflow/credentials</c> may lie.</param>
    /// <exception cref="MlflowSettingsException">A value makes no sense; the message names the variable.</exception>
    public static MlflowSettings Read(string address, string source, Func<string, string?> environment, string home)
    {
        var uri = ReadAddress(address, source);
        var file = MlflowCredentialsFile.Read(Path.Combine(home, ".mlflow", "credentials"));
        var user = uri.UserInfo.Split(':', 2);
        RefuseLoneUser(uri, user, source, Set(environment, "MLFLOW_TRACKING_PASSWORD") ?? file.Password ?? Set(environment, "MLFLOW_TRACKING_TOKEN"));
        var settings = new MlflowSettings(new UriBuilder(uri) { UserName = "", Password = "" }.Uri)
        {
            Username = Set(environment, "MLFLOW_TRACKING_USERNAME") ?? file.Username
                ?? (user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null),
            Password = Set(environment, "MLFLOW_TRACKING_PASSWORD") ?? file.Password
                ?? (user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null),
            Token = Set(environment, "MLFLOW_TRACKING_TOKEN"),
            InsecureTls = ReadSwitch(environment, "MLFLOW_TRACKING_INSECURE_TLS"),
            ServerCertificates = ReadFile(environment, "MLFLOW_TRACKING_SERVER_CERT_PATH"),
            ClientCertificate = ReadFile(environment, "MLFLOW_TRACKING_CLIENT_CERT_PATH"),
            ExperimentName = Set(environment, "MLFLOW_EXPERIMENT_NAME"),
            ExperimentId = Set(environment, "MLFLOW_EXPERIMENT_ID"),
            Retry = ReadRetry(environment),
        };
        return settings is { InsecureTls: true, ServerCertificates: not null }
            ? throw new MlflowSettingsException("MLFLOW_TRACKING_INSECURE_TLS and MLFLOW_TRACKING_SERVER_CERT_PATH are both "
                + "set: the first accepts any certificate, the second only some. Unset one.")
            : settings;
    }

    /// <summary>A user without a password is as likely a token, and neither may be dropped in silence.</summary>
    private static void RefuseLoneUser(Uri uri, string[] user, string source, string? secret)
    {
        if (user is [{ Length: > 0 }] && secret is null)
        {
            throw new MlflowSettingsException($"{source} is '{WithoutCredentials(uri.OriginalString)}', with a user and no password. For a token, "
                + "leave it out of the address and set MLFLOW_TRACKING_TOKEN; for a user, write http://user:password@host or set "
                + "MLFLOW_TRACKING_PASSWORD.");
        }
    }

    /// <summary>An address as it may be shown: what stands before the @ may be a secret.</summary>
    private static string WithoutCredentials(string address)
    {
        var (start, at) = (address.IndexOf("//", StringComparison.Ordinal), address.LastIndexOf('@'));
        return at < 0 ? address : $"{address[..(start < 0 || start > at ? 0 : start + 2)]}***{address[at..]}";
    }

    private static Uri ReadAddress(string address, string source)
    {
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            return uri;
        }

        throw new MlflowSettingsException($"{source} is '{WithoutCredentials(address)}', which is not the address of an MLflow server over HTTP. "
            + "Write it as http://host:5000, or leave it unset for RlLab's own server.");
    }

    private static MlflowRetry ReadRetry(Func<string, string?> environment)
    {
        var retry = new MlflowRetry();
        return retry with
        {
            MaxRetries = (int)ReadNumber(environment, "MLFLOW_HTTP_REQUEST_MAX_RETRIES", retry.MaxRetries, 1000),
            BackoffFactor = ReadNumber(environment, "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", retry.BackoffFactor, 120),
            BackoffJitter = ReadNumber(environment, "MLFLOW_HTTP_REQUEST_BACKOFF_JITTER", retry.BackoffJitter, 120),
            Timeout = TimeSpan.FromSeconds(ReadNumber(environment, "MLFLOW_HTTP_REQUEST_TIMEOUT", retry.Timeout.TotalSeconds,
                1_000_000)),
        };
    }

    private static double ReadNumber(Func<string, string?> environment, string name, double otherwise, double largest)
    {
        if (Set(environment, name) is not { } text)
        {
            return otherwise;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0
            && number <= largest
            ? number
            : throw new MlflowSettingsException($"{name} is '{text}'; it takes a number from 0 to {largest:0}.");
    }

    private static bool ReadSwitch(Func<string, string?> environment, string name) =>
        Set(environment, name)?.ToLowerInvariant() switch
        {
            null or "false" or "0" => false,
            "true" or "1" => true,
            var text => throw new MlflowSettingsException($"{name} is '{text}'; it takes true or false."),
        };

    private static string? ReadFile(Func<string, string?> environment, string name)
    {
        var path = Set(environment, name);
        return path is null || File.Exists(path) ? path
            : throw new MlflowSettingsException($"{name} is '{path}', and there is no such file.");
    }

    private static string? Set(Func<string, string?> environment, string name) =>
        environment(name)?.Trim() is { Length: > 0 } value ? value : null;
}
