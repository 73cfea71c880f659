using System.Diagnostics.Metrics;

namespace RlLab.Tests;

/// <summary>What the managed engine's simulated device was told while this listened; see src/ManagedTorch/README.md for what counts.</summary>
internal sealed class DeviceCounts : IDisposable
{
    private readonly MeterListener _listener = new();

    public DeviceCounts()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "TorchSharp.SimulatedDevice")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument.Name, value, tags));
        _listener.Start();
    }

    public long Launches { get; private set; }

    /// <summary>Launches by the operation that they are for.</summary>
    public Dictionary<string, long> Operations { get; } = [];

    /// <summary>Copies to the device, and their bytes.</summary>
    public (int Count, long Bytes) HostToDevice { get; private set; }

    /// <summary>Copies from the device, and their bytes.</summary>
    public (int Count, long Bytes) DeviceToHost { get; private set; }

    public long Synchronizations { get; private set; }

    public void Dispose() => _listener.Dispose();

    private void Count(string instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        switch (instrument)
        {
            case "launches":
                Launches += value;
                var operation = (string)tags[0].Value!;
                Operations[operation] = Operations.GetValueOrDefault(operation) + value;
                break;
            case "host_to_device":
                HostToDevice = (HostToDevice.Count + 1, HostToDevice.Bytes + value);
                break;
            case "device_to_host":
                DeviceToHost = (DeviceToHost.Count + 1, DeviceToHost.Bytes + value);
                break;
            case "synchronizations":
                Synchronizations += value;
                break;
        }
    }
}
