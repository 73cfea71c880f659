using System.Globalization;
using RlLab.Engines;

namespace RlLab.Cli;

/// <summary>Puts the settings together: <c>rllab.toml</c>, and over it the environment.</summary>
internal static class SettingsReader
{
    private const string CheckpointSeconds = "RLLAB_CHECKPOINT_SECONDS";
    private const string Durability = "RLLAB_DURABILITY";
    private const string SystemMetrics = "MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING";
    private const string SetPrefix = "RLLAB_SET_";

    /// <summary>Reads the settings.</summary>
    /// <param name="host">Says where to look, and has the environment.</param>
    /// <exception cref="UserException">Something in them does not fit.</exception>
    public static LabSettings Read(HostContext host) =>
        UnderEnvironment(SettingsFile.Find(host) is { } path ? SettingsFile.Read(path, host.Experiments) : new LabSettings(), host);

    /// <summary>Some settings, and over them the environment.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="host">Has the environment.</param>
    /// <exception cref="UserException">Something in it does not fit.</exception>
    public static LabSettings UnderEnvironment(LabSettings settings, HostContext host) =>
        settings with
        {
            Device = host.Variable("RLLAB_DEVICE") ?? settings.Device,
            Engine = host.Variable(TorchEngines.Variable) is { } engine ? ReadEngine(engine) : settings.Engine,
            Parallel = host.Variable("RLLAB_PARALLEL") is { } text ? ReadParallel(text) : settings.Parallel,
            CheckpointEvery = host.Variable(CheckpointSeconds) is { } seconds ? ReadSeconds(seconds) : settings.CheckpointEvery,
            Durability = host.Variable(Durability) is { } durability ? DurabilityWord.Read(durability, Durability)!.Value : settings.Durability,
            SystemMetrics = host.Variable(SystemMetrics) is { } measured ? ReadSwitch(measured) : settings.SystemMetrics,
            CommonOverrides =
            [
                .. host.Environment
                    .Where(variable => variable.Key.StartsWith(SetPrefix, StringComparison.Ordinal))
                    .OrderBy(variable => variable.Key, StringComparer.Ordinal)
                    // A shell's variables have no dots in their names.
                    .Select(variable => new Assignment(
                        variable.Key[SetPrefix.Length..].Replace("__", ".", StringComparison.Ordinal), variable.Value, variable.Key)),
            ],
        };

    private static TorchEngine? ReadEngine(string text)
    {
        try
        {
            return TorchEngines.Parse(text, TorchEngines.Variable);
        }
        catch (EngineException e)
        {
            throw new UserException(e.Message);
        }
    }

    private static TimeSpan ReadSeconds(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 86_400
            ? TimeSpan.FromSeconds(number)
            : throw new UserException($"{CheckpointSeconds} is '{text}', but it takes a number of seconds, from 0 to a day.");

    private static bool ReadSwitch(string text) => text.ToLowerInvariant() switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => throw new UserException($"{SystemMetrics} is '{text}', but it takes true or false."),
    };

    private static int ReadParallel(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1
            ? number
            : throw new UserException($"RLLAB_PARALLEL is '{text}', but it takes a whole number from 1.");
}
