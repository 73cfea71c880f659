using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace RlLab.Journal;

/// <summary>The next pages of a file, shared with the system: what is copied there is in the file, whatever becomes of this process.</summary>
/// <remarks>
/// The pages are filled with zeros by a write first, so that a full disk refuses them there and then; a page that the disk has no room for would end
/// the process when it is touched.
/// </remarks>
internal sealed class JournalPages : IDisposable
{
    private const int Least = 1 << 16;
    private const int Most = 1 << 20;

    private static readonly byte[] Zeros = new byte[Least];

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long _start;
    private readonly long _end;

    private JournalPages(SafeFileHandle file, long from, long end)
    {
        (_start, _end) = (from, end);
        _file = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        try
        {
            _view = _file.CreateViewAccessor(from, end - from);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file can be shared so: on a network's file system an error of the network would end the process.</summary>
    public static bool IsPossible(string path)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(path)).DriveType != DriveType.Network;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Sets aside as much again as the file has, from 64 KiB to 1 MiB, and shares it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="from">Where its content ends.</param>
    /// <param name="size">What there must be room for.</param>
    /// <exception cref="IOException">The disk is full or failing, or its file system shares nothing.</exception>
    public static JournalPages Extend(SafeFileHandle file, long from, int size)
    {
        var end = from + Math.Max(size, Math.Clamp(from, Least, Most));
        for (var offset = from; offset < end; offset += Zeros.Length)
        {
            RandomAccess.Write(file, Zeros.AsSpan(0, (int)Math.Min(Zeros.Length, end - offset)), offset);
        }

        return new JournalPages(file, from, end);
    }

    public bool HasRoom(long offset, int size) => offset + size <= _end;

    /// <summary>Puts bytes at an offset of the file.</summary>
    public void Write(long offset, ReadOnlySpan<byte> bytes) =>
        _view.SafeMemoryMappedViewHandle.WriteSpan((ulong)(_view.PointerOffset + offset - _start), bytes);

    /// <summary>Has the system see all of it as changed, for a flush of the file that follows; only Windows has to be told.</summary>
    public void Flush()
    {
        if (OperatingSystem.IsWindows())
        {
            _view.Flush();
        }
    }

    /// <summary>Shares the pages no more. Nothing waits for the disk.</summary>
    public void Dispose()
    {
        // The view's own Dispose would wait until all of it is on the disk; its handle's does not.
        _view.SafeMemoryMappedViewHandle.Dispose();
        _view.Dispose();
        _file.Dispose();
    }
}
