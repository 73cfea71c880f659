namespace RlLab.Tracking.Server.Pages;

/// <summary>How to point other tools at this server.</summary>
internal static class ConnectPanel
{
    /// <param name="address">This server's address.</param>
    /// <param name="experiment">The experiment that the example reads, or null for all.</param>
    public static Html Render(string address, string? experiment)
    {
        var names = experiment is null ? "search_all_experiments=True" : $"experiment_names=[{Quote(experiment)}]";
        return Html.Of($"""
            <details class="connect">
            <summary>Read these results with MLflow's own tools</summary>
            <div>
            <p>This server speaks MLflow's API at <code>{address}</code>, for programs on this machine. MLflow's Python client, as a data frame:</p>
            {Code($"import mlflow\nmlflow.set_tracking_uri(\"{address}\")\nruns = mlflow.search_runs({names})")}
            <p>Other programs take the address from the environment, in a shell or in PowerShell:</p>
            {Code($"export MLFLOW_TRACKING_URI={address}")}
            {Code($"$env:MLFLOW_TRACKING_URI = \"{address}\"")}
            <p>MLflow's own web pages read only a server of MLflow's. Start one and ship the runs to it; sending again adds nothing twice:</p>
            {Code("mlflow server --port 5001\ndotnet run -c Release --project experiments -- sync --to http://127.0.0.1:5001")}
            </div>
            </details>
            """);
    }

    private static Html Code(string text) =>
        Html.Of($"""<div class="code"><pre><code>{text}</code></pre><button type="button" class="copy">Copy</button></div>""");

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
