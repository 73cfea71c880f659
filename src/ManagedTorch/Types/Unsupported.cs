using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The one wording for what this library does not have.</summary>
internal static class Unsupported
{
    public static NotSupportedException Feature(string what) => new(
        $"The managed engine does not have {what}. --engine libtorch (RLLAB_ENGINE=libtorch) computes with TorchSharp's own library.");

    public static NotSupportedException Dtype(ScalarType type) => Feature($"the element type {type}");

    public static NotSupportedException Device(string device) => new(
        $"The managed engine computes on the CPU only and cannot use the device '{device}'. "
        + "For an NVIDIA GPU use --engine libtorch (RLLAB_ENGINE=libtorch).");
}

/// <summary>An error that PyTorch itself would report; TorchSharp throws the same base class.</summary>
internal sealed class TorchException(string message) : ExternalException(message);
