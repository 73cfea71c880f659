namespace RlLab.Engines;

/// <summary>What executes torch's operations.</summary>
public enum TorchEngine
{
    /// <summary>RlLab's own: torch's operations in C#, on the CPU, with nothing native.</summary>
    Managed,

    /// <summary>The TorchSharp package's: libtorch, on the CPU or with CUDA.</summary>
    Libtorch,
}
