using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace RlLab.Tracking;

/// <summary>What is used of a machine's NVIDIA GPUs, as <c>nvidia-smi</c> tells it.</summary>
internal sealed class GpuUse
{
    private const string Fields = "index,utilization.gpu,memory.used,memory.total,power.draw,power.limit";
    private const double Mebibyte = 1.048576;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private GpuUse()
    {
    }

    /// <summary>The machine's GPUs; null where there are none, or nothing that tells of them.</summary>
    public static GpuUse? Find() => Ask() is null ? null : new GpuUse();

    /// <summary>What is used now.</summary>
    public IEnumerable<Metric> Measure() => Ask()?.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(Read) ?? [];

    /// <summary>One GPU's line, in percent, MiB and watts; what it does not know of is <c>[N/A]</c>.</summary>
    internal static IEnumerable<Metric> Read(string line)
    {
        var fields = line.Split(',', StringSplitOptions.TrimEntries);
        if (fields.Length != 6)
        {
            yield break;
        }

        var gpu = $"system/gpu_{fields[0]}";
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
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Ask()
    {
        try
        {
            using var smi = Process.Start(new ProcessStartInfo("nvidia-smi", [$"--query-gpu={Fields}", "--format=csv,noheader,nounits"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            var (output, _) = (smi.StandardOutput.ReadToEndAsync(), smi.StandardError.ReadToEndAsync());
            if (!output.Wait(Patience) || !smi.WaitForExit(Patience))
            {
                smi.Kill();
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
