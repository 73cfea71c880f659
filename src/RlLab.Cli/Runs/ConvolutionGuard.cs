using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using CliWrap;
using RlLab.Engines;

namespace RlLab.Cli;

/// <summary>
/// Has libtorch's convolution gradients checked before it trains, once on each machine, and keeps oneDNN to instructions that it is right with.
/// </summary>
/// <param name="host">Starts the check, in a process of its own: oneDNN chooses its instructions once in a process.</param>
internal sealed class ConvolutionGuard(HostContext host)
{
    /// <summary>From all that the processor has to what every x86-64 one of this century has.</summary>
    private static readonly string?[] Limits = [null, "AVX2", "SSE41"];

    private string CacheFile => Path.Combine(LabDirectory.Of(host), "convolutions.json");

    /// <summary>
    /// What oneDNN must be kept to on this machine; null for nothing, and where nobody checked and there is no program to check with.
    /// </summary>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    /// <exception cref="EngineException">It is wrong with every instruction set, or the check does not run.</exception>
    public async Task<string?> LimitAsync(CancellationToken stopping)
    {
        if (host.Variable(ConvolutionCheck.LimitVariable) is { } asked)
        {
            return asked;
        }

        if (ReadCache() is { } known)
        {
            return known.Limit;
        }

        if (host.Program is null)
        {
            return null;
        }

        var limit = await CheckAsync(stopping);
        WriteCache(new Found(Machine, limit));
        return limit;
    }

    /// <summary>Checks anew what oneDNN must be kept to, and remembers nothing; null for nothing.</summary>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    /// <exception cref="EngineException">It is wrong with every instruction set, or libtorch does not start.</exception>
    public async Task<string?> CheckAsync(CancellationToken stopping)
    {
        foreach (var limit in Limits)
        {
            if (await LargestErrorAsync(limit, stopping) <= ConvolutionCheck.Tolerance)
            {
                return limit;
            }
        }

        throw new EngineException(
            $"libtorch gives wrong gradients of convolutions on this machine ({Machine}), whichever instructions oneDNN is kept to, "
            + "so nothing is trained with it. --engine managed is right. To train nevertheless, a network without convolutions say, "
            + $"set {ConvolutionCheck.LimitVariable} yourself.");
    }

    /// <summary>The processor and the libraries: another one of either is checked anew.</summary>
    private static string Machine { get; } = $"{ProcessorName()}, {RuntimeInformation.ProcessArchitecture}, RlLab {SweepRequests.Version}";

    private static string ProcessorName()
    {
        const string file = "/proc/cpuinfo";
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? Environment.MachineName;
    }

    private async Task<double> LargestErrorAsync(string? limit, CancellationToken stopping)
    {
        var program = host.Program!;
        var command = new Command(program.File)
            .WithArguments([.. program.Arguments, ConvolutionCheckCommand.CommandName])
            .WithEnvironmentVariables(variables => variables.Set(ConvolutionCheck.LimitVariable, limit));
        var said = await ProgramOutput.FirstLineAsync(command, stopping);
        return double.TryParse(said, NumberStyles.Float, CultureInfo.InvariantCulture, out var error)
            ? error
            : throw new EngineException(said ?? "libtorch could not be started to check its convolutions. --engine managed needs no such check.");
    }

    private Found? ReadCache()
    {
        try
        {
            var found = JsonSerializer.Deserialize<Found>(File.ReadAllText(CacheFile));
            return found?.Machine == Machine ? found : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private void WriteCache(Found found)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(CacheFile)!);
            File.WriteAllText(CacheFile, JsonSerializer.Serialize(found));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is checked again the next time.
        }
    }

    private sealed record Found(string Machine, string? Limit);
}
