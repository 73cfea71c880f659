using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The one wording for what this library does not have.</summary>
internal static class Unsupported
{
    public static NotSupportedException Feature(string what) => new(
        $"ManagedTorch does not have {what}. Build with -p:TorchBackend=cpu or -p:TorchBackend=cuda to run on TorchSharp's own library.");

    public static NotSupportedException Dtype(ScalarType type) => Feature($"the element type {type}");

    public static NotSupportedException Device(string device) => new(
        $"ManagedTorch computes on the CPU only and cannot use the device '{device}'. Build with -p:TorchBackend=cuda to use an NVIDIA GPU.");
}

/// <summary>An error that PyTorch itself would report; TorchSharp throws the same base class.</summary>
internal sealed class TorchException(string message) : ExternalException(message);
