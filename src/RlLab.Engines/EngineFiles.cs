namespace RlLab.Engines;

/// <summary>Where the engines lie: beside the program, as the build laid them out.</summary>
internal static class EngineFiles
{
    /// <summary>The environment variable that names another folder with libtorch: TorchSharp.dll and its native libraries.</summary>
    public const string LibtorchVariable = "RLLAB_LIBTORCH";

    /// <summary>The folder of an engine.</summary>
    public static string Folder(TorchEngine engine) =>
        engine == TorchEngine.Libtorch && Environment.GetEnvironmentVariable(LibtorchVariable) is { Length: > 0 } folder
            ? Path.GetFullPath(folder)
            : Path.Combine(AppContext.BaseDirectory, "engines", engine == TorchEngine.Managed ? "managed" : "libtorch");

    /// <summary>The assembly that stands for torch in an engine.</summary>
    public static string Assembly(TorchEngine engine) => Path.Combine(Folder(engine), "TorchSharp.dll");

    /// <summary>The library that TorchSharp.dll calls, which in turn needs libtorch's.</summary>
    public static string Bridge => Path.Combine(Folder(TorchEngine.Libtorch), NativeName("LibTorchSharp"));

    /// <summary>libtorch's part for the CPU, which every build with native libraries has.</summary>
    public static string CpuLibrary => Path.Combine(Folder(TorchEngine.Libtorch), NativeName("torch_cpu"));

    /// <summary>libtorch's part for CUDA.</summary>
    public static string CudaLibrary => Path.Combine(Folder(TorchEngine.Libtorch), NativeName("torch_cuda"));

    /// <summary>The file of a native library on this system.</summary>
    /// <param name="name">What code calls it.</param>
    public static string NativeName(string name) =>
        OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";
}
