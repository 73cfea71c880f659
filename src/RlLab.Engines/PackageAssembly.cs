using System.Buffers.Binary;
using System.Diagnostics;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace RlLab.Engines;

/// <summary>Loads the package's assembly so that what a native call uses lives until the call is over.</summary>
/// <remarks>
/// TorchSharp hands libtorch the pointer of a tensor or of a number, and does not keep the object that owns it. In optimised code such an
/// object is dead from there on: a collection during the call has its finalizer free what libtorch still uses, most often within an optimiser's
/// step, and the process ends by "Unknown scalar type", or without a word. In code that is compiled without optimisation, a method's arguments
/// live until it returns. An assembly says in an attribute which of the two it wants; the copy in memory is made to say the other.
/// </remarks>
internal static class PackageAssembly
{
    private const DebuggableAttribute.DebuggingModes Unoptimized =
        DebuggableAttribute.DebuggingModes.Default | DebuggableAttribute.DebuggingModes.DisableOptimizations;

    /// <summary>Loads it, and has its native libraries found beside it.</summary>
    /// <param name="path">The package's TorchSharp.dll.</param>
    /// <exception cref="EngineException">It is none.</exception>
    public static Assembly Load(string path)
    {
        var content = File.ReadAllBytes(path);
        try
        {
            AskForNoOptimization(content);
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            throw new EngineException(
                $"'{path}' is not the assembly of the TorchSharp package, so libtorch cannot be used: copy it from the package again, or compute "
                + $"with --engine {TorchEngines.Name(TorchEngine.Managed)}.");
        }

        // An assembly that comes from memory has no folder of its own to look into.
        var folder = Path.GetDirectoryName(path)!;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            NativeLibrary.TryLoad(Path.Combine(folder, EngineFiles.NativeName(name)), out var library) ? library : 0;

        using var stream = new MemoryStream(content);
        return AssemblyLoadContext.Default.LoadFromStream(stream);
    }

    private static void AskForNoOptimization(byte[] content)
    {
        using var file = new PEReader(new MemoryStream(content));
        var reader = file.GetMetadataReader();
        var attribute = reader.GetAssemblyDefinition().GetCustomAttributes().Select(reader.GetCustomAttribute).Single(a => IsDebuggable(reader, a));

        // The blob is a byte of length, two bytes of prolog, and the modes.
        var offset = file.PEHeaders.MetadataStartOffset + reader.GetHeapMetadataOffset(HeapIndex.Blob) + reader.GetHeapOffset(attribute.Value) + 3;
        var modes = content.AsSpan(offset, sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(modes, BinaryPrimitives.ReadInt32LittleEndian(modes) | (int)Unoptimized);
    }

    /// <summary>Every compiler writes it into an assembly.</summary>
    private static bool IsDebuggable(MetadataReader reader, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
        {
            return false;
        }

        var type = reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        return type.Kind == HandleKind.TypeReference
            && reader.StringComparer.Equals(reader.GetTypeReference((TypeReferenceHandle)type).Name, nameof(DebuggableAttribute));
    }
}
