using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace RlLab.Engines;

/// <summary>Loads libtorch's native libraries, and says in words why they do not load.</summary>
internal static partial class NativeLibraries
{
    private const string WithoutThem = "--engine managed needs no native library";

    /// <summary>Loads them, so that an error is told here and not from the depth of a first tensor.</summary>
    /// <exception cref="EngineException">They are missing, or do not load.</exception>
    public static void Load()
    {
        if (!File.Exists(EngineFiles.Bridge) || !File.Exists(EngineFiles.CpuLibrary))
        {
            throw new EngineException(
                $"The libtorch engine was asked for, but this build carries no native libraries: there is no "
                + $"{Path.GetFileName(EngineFiles.CpuLibrary)} in {EngineFiles.Folder(TorchEngine.Libtorch)}. "
                + "Build with -p:TorchNative=cpu (0.5 GB) or, for an NVIDIA GPU, "
                + $"-p:TorchNative=cuda (3 GB to download); {WithoutThem}.");
        }

        try
        {
            NativeLibrary.Load(EngineFiles.Bridge);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new EngineException(Explain(e.Message));
        }
    }

    /// <summary>What the system's words on a library that does not load mean.</summary>
    /// <param name="words">What the system's loader said.</param>
    internal static string Explain(string words)
    {
        if (MissingSymbolVersion().Match(words) is { Success: true } version)
        {
            return "libtorch needs a newer C++ library than this system has: "
                + $"{version.Groups["library"].Value} has no {version.Groups["version"].Value}. "
                + "GLIBCXX_3.4.32 came with GCC 13: Ubuntu 24.04, Debian 13 and what is newer have it; Ubuntu 22.04 and Debian 12 do not. "
                + $"Upgrade the system or run in a newer container; {WithoutThem}.";
        }

        if (MissingFile().Match(words) is { Success: true } file)
        {
            return $"libtorch does not load: {file.Groups["file"].Value}, which it needs, is not on this machine. "
                + "Build again with -p:TorchNative=cpu or cuda, whose packages bring libtorch's own libraries, "
                + $"or install what brings this one; {WithoutThem}.";
        }

        return $"libtorch does not load from {EngineFiles.Folder(TorchEngine.Libtorch)}. The system says: {words.Trim()} "
            + $"(Are the libraries those of this processor and system? Build again with -p:TorchNative=cpu or cuda; {WithoutThem}.)";
    }

    [GeneratedRegex(@"(?<library>[^\s:]+): version [`'](?<version>[A-Z]+_[0-9.]+)' not found")]
    private static partial Regex MissingSymbolVersion();

    [GeneratedRegex(@"(?<file>[^\s:'""]+\.(so|dll|dylib)[0-9.]*): cannot open shared object file: No such file")]
    private static partial Regex MissingFile();
}
