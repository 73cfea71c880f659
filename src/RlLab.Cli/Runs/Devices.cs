using System.Globalization;
using System.Reflection;
using TorchSharp;

namespace RlLab.Cli;

/// <summary>Chooses where a run trains.</summary>
internal static class Devices
{
    /// <summary>What computes: <c>managed</c>, <c>cpu</c> or <c>cuda</c>, as the build chose.</summary>
    public static string Backend { get; } =
        typeof(Devices).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "TorchBackend").Value!;

    /// <summary>The device in torch's words.</summary>
    /// <param name="asked"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <param name="experiment">Says whether it gains by a GPU.</param>
    /// <exception cref="UserException">There is no such device.</exception>
    public static string Choose(string asked, ExperimentDescriptor experiment)
    {
        switch (asked)
        {
            case "auto":
                return experiment.PrefersGpu && torch.cuda.is_available() ? "cuda:0" : "cpu";
            case "cpu":
                return "cpu";
        }

        var index = asked == "cuda" ? "0" : asked.StartsWith("cuda:", StringComparison.Ordinal) ? asked[5..] : "";
        if (!int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw new UserException($"There is no device '{asked}': a device is auto, cpu, cuda or cuda:N.");
        }

        if (!torch.cuda.is_available() || number >= torch.cuda.device_count())
        {
            var why = Backend == "cuda"
                ? $"torch finds {(torch.cuda.is_available() ? torch.cuda.device_count() : 0)} GPUs"
                : $"this build computes on the CPU (TorchBackend={Backend})";
            throw new UserException(
                $"'{asked}' was asked for, but {why}. Use --device auto or cpu, "
                + "or build with -p:TorchBackend=cuda on a machine with an NVIDIA driver.");
        }

        return $"cuda:{number}";
    }
}
