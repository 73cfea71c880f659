using System.Globalization;
using System.Net.NetworkInformation;

namespace RlLab.Tracking;

/// <summary>What is used of a machine's processors, memory, disk and network.</summary>
internal sealed class MachineUse
{
    private const double Megabyte = 1e6;

    private readonly string _folder;
    private readonly (double Received, double Sent) _network;
    private (double Idle, double All) _processors;

    /// <param name="folder">A folder on the disk that is meant.</param>
    public MachineUse(string folder)
    {
        _folder = Path.GetFullPath(folder);
        _processors = ReadProcessors() ?? default;
        _network = ReadNetwork() ?? default;
    }

    /// <summary>What is used now, of processors since the last measurement, through the network since the first.</summary>
    public IEnumerable<Metric> Measure() => [.. Processors(), .. Memory(), .. Disk(), .. Network()];

    private IEnumerable<Metric> Processors()
    {
        if (ReadProcessors() is { } now)
        {
            var (before, all) = (_processors, now.All - _processors.All);
            _processors = now;
            if (all > 0)
            {
                yield return ("system/cpu_utilization_percentage", Math.Round(100 * (1 - (now.Idle - before.Idle) / all), 1));
            }
        }
    }

    private static IEnumerable<Metric> Memory()
    {
        var (used, all) = ReadMemory();
        if (all > 0)
        {
            yield return ("system/system_memory_usage_megabytes", Math.Round(used / Megabyte, 1));
            yield return ("system/system_memory_usage_percentage", Math.Round(100 * used / all, 1));
        }
    }

    private IEnumerable<Metric> Disk()
    {
        if (ReadDisk() is { Size: > 0 } disk)
        {
            yield return ("system/disk_usage_percentage", Math.Round(100.0 * (disk.Size - disk.Free) / disk.Size, 1));
            yield return ("system/disk_usage_megabytes", Math.Round((disk.Size - disk.Free) / Megabyte, 1));
            yield return ("system/disk_available_megabytes", Math.Round(disk.Free / Megabyte, 1));
        }
    }

    private IEnumerable<Metric> Network()
    {
        if (ReadNetwork() is { } now)
        {
            yield return ("system/network_receive_megabytes", (now.Received - _network.Received) / Megabyte);
            yield return ("system/network_transmit_megabytes", (now.Sent - _network.Sent) / Megabyte);
        }
    }

    /// <summary>The first line of <c>/proc/stat</c>: time in user, nice, system, idle, iowait, irq, softirq, steal.</summary>
    private static (double Idle, double All)? ReadProcessors() => !OperatingSystem.IsLinux() ? null : Read<(double, double)>(() =>
    {
        var times = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (times[3] + times[4], times.Sum());
    });

    private static (double Used, double All) ReadMemory()
    {
        if (OperatingSystem.IsLinux() && Read<(double, double)>(() => (Field("MemTotal") - Field("MemAvailable"), Field("MemTotal"))) is { } memory)
        {
            return memory;
        }

        var known = GC.GetGCMemoryInfo();
        return (known.MemoryLoadBytes, known.TotalAvailableMemoryBytes);

        static double Field(string name) => 1024 * double.Parse(
            File.ReadLines("/proc/meminfo").First(line => line.StartsWith(name + ":", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture);
    }

    private (long Size, long Free)? ReadDisk() => Read<(long, long)>(() =>
    {
        var disk = new DriveInfo(_folder);
        return (disk.TotalSize, disk.AvailableFreeSpace);
    });

    private static (double Received, double Sent)? ReadNetwork() => Read<(double, double)>(() =>
    {
        var used = NetworkInterface.GetAllNetworkInterfaces().Select(network => network.GetIPStatistics()).ToList();
        return (used.Sum(network => network.BytesReceived), used.Sum(network => network.BytesSent));
    });

    private static T? Read<T>(Func<T?> read)
        where T : struct
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException
            or InvalidOperationException or NetworkInformationException or PlatformNotSupportedException or ArgumentException)
        {
            return null;
        }
    }
}
