namespace RlLab.Tracking;

/// <summary>The file <c>~/.mlflow/credentials</c> of MLflow's users: user and password in its section <c>[mlflow]</c>.</summary>
internal sealed record MlflowCredentialsFile(string? Username, string? Password)
{
    /// <summary>Reads the file; both are null where there is none.</summary>
    public static MlflowCredentialsFile Read(string path)
    {
        if (!File.Exists(path))
        {
            return new MlflowCredentialsFile(null, null);
        }

        var (username, password, section) = (default(string), default(string), "");
        foreach (var line in ReadLines(path))
        {
            if (line.StartsWith('[') && line.EndsWith(']'))
            {
                section = line[1..^1].Trim();
            }
            else if (section == "mlflow" && line.IndexOfAny(['=', ':']) is > 0 and var equals)
            {
                // Python's reader of such files takes %% for one per cent sign.
                var value = line[(equals + 1)..].Trim().Replace("%%", "%");
                switch (line[..equals].Trim().ToLowerInvariant())
                {
                    case "mlflow_tracking_username": username = value; break;
                    case "mlflow_tracking_password": password = value; break;
                }
            }
        }

        return new MlflowCredentialsFile(username, password);
    }

    private static List<string> ReadLines(string path)
    {
        try
        {
            return [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line is not ("" or ['#' or ';', ..]))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MlflowSettingsException($"{path} cannot be read: {error.Message} Set MLFLOW_TRACKING_USERNAME and "
                + "MLFLOW_TRACKING_PASSWORD, or mend the file.", error);
        }
    }
}
