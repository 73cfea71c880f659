namespace RlLab.Cli;

/// <summary>A stretch of a saved state, and where it is kept.</summary>
/// <param name="File">The number of the checkpoint whose file holds it.</param>
/// <param name="Offset">Where it begins there.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Hash">XxHash128 of them.</param>
internal readonly record struct StateBlock(int File, long Offset, int Length, UInt128 Hash)
{
    public void Write(BinaryWriter writer)
    {
        writer.Write(File);
        writer.Write(Offset);
        writer.Write(Length);
        writer.Write((ulong)(Hash >> 64));
        writer.Write((ulong)Hash);
    }

    public static StateBlock Read(BinaryReader reader) =>
        new(reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt32(), new UInt128(reader.ReadUInt64(), reader.ReadUInt64()));
}
