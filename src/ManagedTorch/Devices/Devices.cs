using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Which devices there are: the CPU, and the simulated one where it is switched on.</summary>
internal static class Devices
{
    public static readonly Device Cuda = new(DeviceType.CUDA, 0);

    /// <summary>Where tensors lie that are made without a word of a device.</summary>
    public static Device Default { get; private set; } = CPU;

    /// <summary>True for the simulated device, false for the CPU; any other is refused. Null is the default.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsCuda(Device? device) =>
        (SimulatedDevice.Enabled || device is { type: not DeviceType.CPU }) && Find(device ?? Default);

    /// <summary>Refuses a device that is not there, and takes the memory for what follows from it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Use(Device? device)
    {
        var onCuda = IsCuda(device);
        if (SimulatedDevice.Enabled) SimulatedDevice.IsCurrent = onCuda;
    }

    /// <summary>The same for the CPU, which is always there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UseCpu()
    {
        if (SimulatedDevice.Enabled) SimulatedDevice.IsCurrent = false;
    }

    public static void SetDefault(Device device) => Default = IsCuda(device) ? Cuda : CPU;

    private static bool Find(Device device)
    {
        if (device.type == DeviceType.CPU) return false;
        if (!SimulatedDevice.Enabled || device.type != DeviceType.CUDA) throw Unsupported.Device(device.ToString());
        if (device.index > 0) throw new TorchException($"CUDA error: invalid device ordinal: there is one device, cuda:0, and no {device}.");
        return true;
    }
}
