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
    /// <summary>Where a tensor lives. Any device can be named; only the CPU, and the simulated CUDA device, can hold a tensor here.</summary>
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
    public static Device get_default_device() => Devices.Default;
    public static void set_default_device(Device device) => Devices.SetDefault(device);
    public static void set_default_device(string device) => Devices.SetDefault(new Device(device));
    public static Device InitializeDevice(Device? device)
    {
        return Devices.IsCuda(device) ? Devices.Cuda : CPU;
    }

    public static void InitializeDeviceType(DeviceType deviceType) => Devices.IsCuda(new Device(deviceType));
    public static bool TryInitializeDeviceType(DeviceType deviceType) =>
        deviceType == DeviceType.CPU || (SimulatedDevice.Enabled && deviceType == DeviceType.CUDA);
    public static bool cuda_is_available() => SimulatedDevice.Enabled;
    public static bool mps_is_available() => false;

    public static class cuda
    {
        public static bool is_available() => SimulatedDevice.Enabled;
        public static bool is_cudnn_available() => SimulatedDevice.Enabled;
        public static int device_count() => SimulatedDevice.Enabled ? 1 : 0;
        public static void manual_seed(long seed) => Generator.Cuda.manual_seed(seed);
        public static void manual_seed_all(long seed) => manual_seed(seed);

        public static void synchronize(Device? device = null)
        {
            if (Devices.IsCuda(device ?? CUDA)) SimulatedDevice.Synchronized();
        }
    }
}
