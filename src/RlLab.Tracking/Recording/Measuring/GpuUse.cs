using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace RlLab.Tracking;

/// <summary>What is used of a machine's NVIDIA GPUs, as <c>nvidia-smi</c> tells it.</summary>
internal sealed class GpuUse
{
    private const string Fields = "index,utilization.gpu,memory.used,memory.total,power.draw,power.limit";
    private const double Mebibyte = 1.048576;

    private readonly string _program;
    private readonly TimeSpan _patience;
    private bool _isStuck;

    private GpuUse(string program, TimeSpan patience) => (_program, _patience) = (program, patience);

    /// <summary>The machine's GPUs; null where there are none, or nothing that tells of them.</summary>
    /// <param name="program">Tells of them.</param>
    /// <param name="patience">How long it may take; what hangs once is asked no more, since a driver that is stuck stays so.</param>
    public static GpuUse? Find(string program, TimeSpan patience)
    {
        var gpus = new GpuUse(program, patience);
        return gpus.Ask() is { } said && Read(said).Any() ? gpus : null;
    }

    /// <summary>What is used now; nothing where the program fails, as it may while a driver is exchanged.</summary>
    public IEnumerable<Metric> Measure() => Ask() is { } said ? Read(said) : [];

    /// <summary>Each GPU's line, in percent, MiB and watts; what it does not know of is <c>[N/A]</c>.</summary>
    internal static IEnumerable<Metric> Read(string said) => said.Split('\n').SelectMany(ReadLine);

    private static IEnumerable<Metric> ReadLine(string line)
    {
        var fields = line.Split(',', StringSplitOptions.TrimEntries);
        if (fields.Length != 6 || !uint.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            yield break;
        }

        var gpu = $"system/gpu_{index}";
        if (Number(fields[1]) is { } utilization)
        {
            yield return ($"{gpu}_utilization_percentage", utilization);
        }

        if (Number(fields[2]) is { } used && Number(fields[3]) is { } memory and > 0)
        {
            yield return ($"{gpu}_memory_usage_megabytes", Math.Round(used * Mebibyte, 1));
            yield return ($"{gpu}_memory_usage_percentage", Math.Round(100 * used / memory, 1));
        }

        if (Number(fields[4]) is { } power)
        {
            yield return ($"{gpu}_power_usage_watts", power);
            if (Number(fields[5]) is { } limit and > 0)
            {
                yield return ($"{gpu}_power_usage_percentage", Math.Round(100 * power / limit, 1));
            }
        }
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;

    private string? Ask()
    {
        if (_isStuck)
        {
            return null;
        }

        try
        {
            using var smi = Process.Start(new ProcessStartInfo(_program, [$"--query-gpu={Fields}", "--format=csv,noheader,nounits"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            var (output, _) = (smi.StandardOutput.ReadToEndAsync(), smi.StandardError.ReadToEndAsync());
            if (!output.Wait(_patience) || !smi.WaitForExit(_patience))
            {
                _isStuck = true;
                smi.Kill(entireProcessTree: true);
                return null;
            }

            return smi.ExitCode == 0 ? output.Result : null;
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or AggregateException)
        {
            return null;
        }
    }
}
