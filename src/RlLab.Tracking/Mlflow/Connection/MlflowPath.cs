using System.Globalization;
using System.Text;

namespace RlLab.Tracking;

/// <summary>Addresses of MLflow's endpoints behind the server's own.</summary>
internal static class MlflowPath
{
    /// <summary>What all versions offer under their public interface.</summary>
    public const string Api = "api/2.0/mlflow/";

    /// <summary>What only the server's own pages ask for, at the same place since MLflow 1.</summary>
    public const string Ajax = "ajax-api/2.0/mlflow/";

    /// <summary>An endpoint with its query; what is null is left out.</summary>
    public static string Of(string path, params ReadOnlySpan<(string Name, object? Value)> query)
    {
        var text = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                text.Append(separator).Append(name).Append('=').Append(Escape(Convert.ToString(value, CultureInfo.InvariantCulture)!));
                separator = '&';
            }
        }

        return text.ToString();
    }

    /// <summary>A value as a part of a path or a query.</summary>
    public static string Escape(string value) => Uri.EscapeDataString(value);

    /// <summary>A path of a file as a part of an address: its slashes stay.</summary>
    public static string EscapeFile(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
