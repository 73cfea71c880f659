using static TorchSharp.torch;

namespace TorchSharp;

public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    MKLDNN = 2,
    OPENGL = 3,
    OPENCL = 4,
    IDEEP = 5,
    HIP = 6,
    FPGA = 7,
    MSNPU = 8,
    XLA = 9,
    MPS = 13,
    META = 14,
}

public static partial class torch
{
    /// <summary>Where a tensor lives. Any device can be named; only the CPU can hold a tensor here.</summary>
    public class Device
    {
        public DeviceType type { get; }
        public int index { get; }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public Device(string deviceType, int index = -1) : this(Parse(deviceType).Type, index)
        {
        }

        public Device(string description)
        {
            (type, index) = Parse(description);
        }

        public Device(int index) : this(DeviceType.CUDA, index)
        {
        }

        public static implicit operator Device(string description) => new(description);

        public override string ToString() =>
            index >= 0 ? $"{type.ToString().ToLowerInvariant()}:{index}" : type.ToString().ToLowerInvariant();

        private static (DeviceType Type, int Index) Parse(string description)
        {
            ArgumentNullException.ThrowIfNull(description);
            var parts = description.Split(':');
            var index = -1;
            if (parts.Length > 2 || (parts.Length == 2 && !int.TryParse(parts[1],
                out index)) || !Enum.TryParse<DeviceType>(parts[0], true, out var type))
                throw new ArgumentException($"'{description}' names no device; write 'cpu', 'cuda' or 'cuda:0'.",
                    nameof(description));
            return (type, index);
        }
    }

    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device META = new(DeviceType.META);
    public static Device CUDA => new(DeviceType.CUDA);
    public static Device MPS => new(DeviceType.MPS);

    public static Device device(string description) => new(description);
    public static Device device(string deviceType, int index = -1) => new(deviceType, index);
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);
    public static Device device(int index) => new(index);
    public static Device get_default_device() => CPU;
    public static void set_default_device(Device device) => Devices.RequireCpu(device);
    public static void set_default_device(string device) => Devices.RequireCpu(new Device(device));
    public static Device InitializeDevice(Device? device)
    {
        Devices.RequireCpu(device);
        return CPU;
    }

    public static void InitializeDeviceType(DeviceType deviceType) => Devices.RequireCpu(new Device(deviceType));
    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType == DeviceType.CPU;
    public static bool cuda_is_available() => false;
    public static bool mps_is_available() => false;

    public static class cuda
    {
        public static bool is_available() => false;
        public static bool is_cudnn_available() => false;
        public static int device_count() => 0;
        public static void manual_seed(long seed) { }
        public static void manual_seed_all(long seed) { }
        public static void synchronize(Device? device = null) => Devices.RequireCpu(device ?? CUDA);
    }
}

internal static class Devices
{
    public static void RequireCpu(Device? device)
    {
        if (device is not null && device.type != DeviceType.CPU) throw Unsupported.Device(device.ToString());
    }
}
