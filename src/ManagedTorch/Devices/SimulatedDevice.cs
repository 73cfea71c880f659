using System.Diagnostics.Metrics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// A CUDA device that is none: its tensors lie in the same memory and the same code computes them, but they keep a device's rules, and
/// what a GPU would be told and waited for is counted. It finds a forgotten move to the device and a transfer in a loop on any
/// machine. <c>RLLAB_SIMULATE_CUDA=1</c> in the environment that a process starts with switches it on.
/// </summary>
internal static class SimulatedDevice
{
    /// <summary>A constant to the JIT: where it is false, code that asks for it is not there.</summary>
    public static readonly bool Enabled = Environment.GetEnvironmentVariable("RLLAB_SIMULATE_CUDA") == "1";

    /// <summary>Where the calling thread's next memory lies, as told by the last operation or factory.</summary>
    public static bool IsCurrent
    {
        get => ThreadState.Current.OnCuda;
        set => ThreadState.Current.OnCuda = value;
    }

    /// <summary>
    /// Refuses tensors of two devices, makes theirs the current one, and counts what a GPU would launch. With
    /// <paramref name="numbersPass"/> a tensor of the CPU without dimensions may stand beside those of the device, as in PyTorch.
    /// </summary>
    public static void Launch(string operation, int kernels, bool numbersPass, ReadOnlySpan<Tensor?> tensors)
    {
        Tensor? first = null;
        foreach (var tensor in tensors)
        {
            if (tensor is null || (numbersPass && !tensor.OnCuda && tensor.layout.Rank == 0)) continue;
            first ??= tensor;
            if (tensor.OnCuda != first.OnCuda) throw Mixed(operation, first, tensor);
        }
        IsCurrent = first is { OnCuda: true };
        if (IsCurrent) Launched(operation, kernels);
    }

    public static void Launched(string operation, int kernels)
    {
        if (kernels > 0) Counters.Launches.Add(kernels, new KeyValuePair<string, object?>("operation", operation));
    }

    /// <summary>Counts a copy of a tensor from one device to the other; all memory of the host is pageable, so the host waits for it.</summary>
    public static void Transferred(Tensor tensor, bool toDevice)
    {
        var bytes = tensor.layout.Count * Dtype.SizeOf(tensor.element);
        (toDevice ? Counters.HostToDevice : Counters.DeviceToHost).Record(bytes);
        Synchronized();
    }

    /// <summary>Counts a number that an operation reads back before it can go on, such as how many elements a mask picks.</summary>
    public static void ReadBack()
    {
        Counters.DeviceToHost.Record(sizeof(long));
        Synchronized();
    }

    public static void Synchronized() => Counters.Synchronizations.Add(1);

    private static TorchException Mixed(string operation, Tensor a, Tensor b) => new(
        $"Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu! ({operation} was given a " +
        $"tensor of shape {a.layout} on {a.device} and one of shape {b.layout} on {b.device}; move one with .to(device).)");

    /// <summary>For whoever listens, in this assembly or any other, with a <see cref="MeterListener"/>.</summary>
    private static class Counters
    {
        private static readonly Meter Meter = new("TorchSharp.SimulatedDevice");

        public static readonly Counter<long> Launches = Meter.CreateCounter<long>("launches", "{launch}", "Kernels, each with its operation.");

        public static readonly Histogram<long> HostToDevice = Meter.CreateHistogram<long>("host_to_device", "By", "The bytes of each copy.");

        public static readonly Histogram<long> DeviceToHost = Meter.CreateHistogram<long>("device_to_host", "By", "The bytes of each copy.");

        public static readonly Counter<long> Synchronizations = Meter.CreateCounter<long>(
            "synchronizations", "{wait}", "Times that the host waits until the device has done all that it was told.");
    }
}
