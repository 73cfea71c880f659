using System.Globalization;
using System.Runtime.InteropServices;

namespace RlLab.Engines;

/// <summary>The NVIDIA driver of this machine, asked without libtorch: that takes a second to load and gigabytes to have.</summary>
public static class CudaDriver
{
    /// <summary>The CUDA that libtorch's packages are built for is 12.8; drivers of one major version run what is built for any minor one.</summary>
    private const int OldestMajor = 12;

    private const int Success = 0;

    /// <summary>Why libtorch cannot use an NVIDIA GPU here, as half a sentence; null where it can.</summary>
    public static string? WhyNotUsable()
    {
        if (WhyNoGpu() is { } reason)
        {
            return reason;
        }

        return File.Exists(EngineFiles.CudaLibrary)
            ? null
            : "this build does not carry CUDA's libraries (build with -p:TorchNative=cuda, a download of about 3 GB, once)";
    }

    /// <summary>Why there is no GPU that libtorch's packages can use, whatever this build carries; null where there is one.</summary>
    public static string? WhyNoGpu()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver))
        {
            return "there is no NVIDIA driver on this machine";
        }

        try
        {
            var version = Ask(driver, "cuDriverGetVersion");
            if (version / 1000 < OldestMajor)
            {
                var has = string.Create(CultureInfo.InvariantCulture, $"{version / 1000}.{version % 1000 / 10}");
                return $"the NVIDIA driver is too old: it goes up to CUDA {has}, and libtorch needs {OldestMajor}.0 or newer (update the driver)";
            }

            return Initialize(driver) && Ask(driver, "cuDeviceGetCount") > 0 ? null : "the NVIDIA driver finds no GPU";
        }
        finally
        {
            NativeLibrary.Free(driver);
        }
    }

    private static unsafe bool Initialize(nint driver) =>
        NativeLibrary.TryGetExport(driver, "cuInit", out var function) && ((delegate* unmanaged<uint, int>)function)(0) == Success;

    /// <summary>A whole number that a function of the driver writes; 0 where it fails.</summary>
    private static unsafe int Ask(nint driver, string name)
    {
        var number = 0;
        return NativeLibrary.TryGetExport(driver, name, out var function) && ((delegate* unmanaged<int*, int>)function)(&number) == Success
            ? number
            : 0;
    }
}
