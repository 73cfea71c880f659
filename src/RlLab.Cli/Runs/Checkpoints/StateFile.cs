using System.IO.Hashing;

namespace RlLab.Cli;

/// <summary>A checkpoint on disk: what is new of a state, and a list of all blocks that it is made of, those of earlier files among them.</summary>
/// <remarks>The blocks, the list, and 24 bytes at the end: the list's length, its XxHash128, and the format's name with its version.</remarks>
internal static class StateFile
{
    private const int EndSize = 4 + 16 + 4;

    // "RLS" and the version.
    private const uint Format = 0x01534C52;

    /// <summary>Writes a checkpoint, whole or not at all.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="number">The file's number.</param>
    /// <param name="known">Blocks that earlier files hold, by their hash; the new ones are added.</param>
    /// <param name="write">Writes the state.</param>
    /// <returns>The blocks that the state is made of.</returns>
    public static IReadOnlyList<StateBlock> Write(
        string path, int number, Dictionary<UInt128, StateBlock> known, Action<BinaryWriter> write)
    {
        var incoming = path + ".new";
        try
        {
            IReadOnlyList<StateBlock> written;
            using (var file = new FileStream(incoming, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                using var blocks = new StateBlockWriter(file, number, known);
                using (var writer = new BinaryWriter(blocks, System.Text.Encoding.UTF8, leaveOpen: true))
                {
                    write(writer);
                }

                blocks.Flush();
                WriteList(file, blocks.Blocks);
                file.Flush(flushToDisk: true);
                written = blocks.Blocks;
            }

            File.Move(incoming, path, overwrite: true);
            return written;
        }
        catch
        {
            File.Delete(incoming);
            throw;
        }
    }

    /// <summary>Reads which blocks a checkpoint is made of.</summary>
    /// <exception cref="InvalidDataException">It is torn.</exception>
    public static IReadOnlyList<StateBlock> ReadList(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length < EndSize)
        {
            throw new InvalidDataException($"it has {file.Length} bytes");
        }

        using var reader = new BinaryReader(file);
        file.Position = file.Length - EndSize;
        var (length, hash, format) = (reader.ReadInt32(), new UInt128(reader.ReadUInt64(), reader.ReadUInt64()), reader.ReadUInt32());
        if (format != Format || length < 0 || length > file.Length - EndSize)
        {
            throw new InvalidDataException("its end is missing, or of a newer RlLab");
        }

        file.Position = file.Length - EndSize - length;
        var list = reader.ReadBytes(length);
        if (XxHash128.HashToUInt128(list) != hash)
        {
            throw new InvalidDataException("its list of blocks is damaged");
        }

        using var blocks = new BinaryReader(new MemoryStream(list));
        return [.. Enumerable.Range(0, blocks.ReadInt32()).Select(_ => StateBlock.Read(blocks))];
    }

    private static void WriteList(FileStream file, List<StateBlock> blocks)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(blocks.Count);
        blocks.ForEach(block => block.Write(writer));
        var list = memory.ToArray();
        var hash = XxHash128.HashToUInt128(list);
        writer.Write(list.Length);
        writer.Write((ulong)(hash >> 64));
        writer.Write((ulong)hash);
        writer.Write(Format);
        file.Write(memory.GetBuffer().AsSpan(0, (int)memory.Length));
    }
}
