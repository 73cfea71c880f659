using System.Globalization;

namespace RlLab.Tracking;

/// <summary>Reads MLflow's variables; what makes no sense, or what only MLflow's Python client can do, is told and not passed over.</summary>
internal sealed class MlflowEnvironment(Func<string, string?> environment)
{
    /// <summary>The value of a variable; null where it is not set or empty.</summary>
    public string? Set(string name) => environment(name)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>The settings for a server.</summary>
    /// <exception cref="MlflowSettingsException">A value makes no sense; the message names the variable.</exception>
    public MlflowSettings Read(string address, string source, MlflowCredentialsFile file)
    {
        RefuseForeignAuthentication();
        var uri = ReadAddress(address, source);
        var user = uri.UserInfo.Split(':', 2);
        RefuseLoneUser(uri, user, source, Set("MLFLOW_TRACKING_PASSWORD") ?? file.Password ?? Set("MLFLOW_TRACKING_TOKEN"));
        var settings = new MlflowSettings(new UriBuilder(uri) { UserName = "", Password = "" }.Uri)
        {
            RegistryAddress = Set("MLFLOW_REGISTRY_URI") is { } registry ? ReadRegistry(registry) : null,
            Username = Set("MLFLOW_TRACKING_USERNAME") ?? file.Username
                ?? (user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null),
            Password = Set("MLFLOW_TRACKING_PASSWORD") ?? file.Password
                ?? (user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null),
            Token = Set("MLFLOW_TRACKING_TOKEN"),
            Workspace = ReadWorkspace(),
            InsecureTls = ReadSwitch("MLFLOW_TRACKING_INSECURE_TLS", false),
            ServerCertificates = ReadPath("MLFLOW_TRACKING_SERVER_CERT_PATH", path => File.Exists(path) || Directory.Exists(path)),
            ClientCertificate = ReadPath("MLFLOW_TRACKING_CLIENT_CERT_PATH", File.Exists),
            ExperimentName = Set("MLFLOW_EXPERIMENT_NAME"),
            ExperimentId = Set("MLFLOW_EXPERIMENT_ID"),
            Retry = ReadRetry(),
        };
        return settings is { InsecureTls: true, ServerCertificates: not null }
            ? throw new MlflowSettingsException("MLFLOW_TRACKING_INSECURE_TLS and MLFLOW_TRACKING_SERVER_CERT_PATH are both "
                + "set: the first accepts any certificate, the second only some. Unset one.")
            : settings;
    }

    private void RefuseForeignAuthentication()
    {
        const string wayOut = "Unset it and sign in with MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD or with MLFLOW_TRACKING_TOKEN. A "
            + "program of your own can give MlflowClient a handler that signs its requests.";
        if (ReadSwitch("MLFLOW_TRACKING_AWS_SIGV4", false))
        {
            throw new MlflowSettingsException($"MLFLOW_TRACKING_AWS_SIGV4 is set, and this client does not sign requests for AWS. {wayOut}");
        }

        if (Set("MLFLOW_TRACKING_AUTH") is { } plugin)
        {
            throw new MlflowSettingsException($"MLFLOW_TRACKING_AUTH is '{plugin}', a plug-in of MLflow's Python client that is not here. {wayOut}");
        }
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

    private static Uri ReadAddress(string address, string source, string wayOut = ", or leave it unset for RlLab's own server")
    {
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            return uri;
        }

        throw new MlflowSettingsException($"{source} is '{WithoutCredentials(address)}', which is not the address of an MLflow server over HTTP. "
            + $"Write it as http://host:5000{wayOut}.");
    }

    private static Uri ReadRegistry(string address)
    {
        const string variable = "MLFLOW_REGISTRY_URI";
        var uri = ReadAddress(address, variable, ", or leave it unset where the tracking server keeps the models too");
        return uri.UserInfo.Length == 0 ? uri
            : throw new MlflowSettingsException($"{variable} is '{WithoutCredentials(address)}', with a user in it. The tracking server's user and "
                + "password or token are used for it too: leave them out.");
    }

    private string? ReadWorkspace()
    {
        const string variable = "MLFLOW_WORKSPACE";
        var workspace = Set(variable);
        return workspace is null || workspace.All(c => char.IsAsciiLetterOrDigit(c) || "_-.".Contains(c)) ? workspace
            : throw new MlflowSettingsException($"{variable} is '{workspace}'; it takes letters, digits and the characters _ - and .");
    }

    private MlflowRetry ReadRetry()
    {
        var retry = new MlflowRetry();
        return retry with
        {
            MaxRetries = (int)ReadNumber("MLFLOW_HTTP_REQUEST_MAX_RETRIES", retry.MaxRetries, 1000),
            BackoffFactor = ReadNumber("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", retry.BackoffFactor, 120),
            BackoffJitter = ReadNumber("MLFLOW_HTTP_REQUEST_BACKOFF_JITTER", retry.BackoffJitter, 120),
            Timeout = ReadTimeout(retry.Timeout),
            RespectRetryAfter = ReadSwitch("MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER", retry.RespectRetryAfter),
        };
    }

    private TimeSpan ReadTimeout(TimeSpan otherwise)
    {
        const string variable = "MLFLOW_HTTP_REQUEST_TIMEOUT";
        var timeout = TimeSpan.FromSeconds(ReadNumber(variable, otherwise.TotalSeconds, MlflowRetry.LongestSeconds));
        return timeout > TimeSpan.Zero ? timeout
            : throw new MlflowSettingsException($"{variable} is '{Set(variable)}', in which no server can answer; it takes seconds, above 0.");
    }

    private double ReadNumber(string name, double otherwise, double largest)
    {
        if (Set(name) is not { } text)
        {
            return otherwise;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= largest
            ? number
            : throw new MlflowSettingsException($"{name} is '{text}'; it takes a number from 0 to {largest:0}.");
    }

    private bool ReadSwitch(string name, bool otherwise) => Set(name)?.ToLowerInvariant() switch
    {
        null => otherwise,
        "false" or "0" => false,
        "true" or "1" => true,
        var text => throw new MlflowSettingsException($"{name} is '{text}'; it takes true or false."),
    };

    private string? ReadPath(string name, Func<string, bool> exists)
    {
        var path = Set(name);
        return path is null || exists(path) ? path
            : throw new MlflowSettingsException($"{name} is '{path}', and there is no such file.");
    }
}
