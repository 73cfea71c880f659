namespace TorchSharp.Utils;

/// <summary>Numbers of variable length: seven bits a byte, lowest first, the high bit set on all but the last.</summary>
internal static class Leb128
{
    public static void Encode(this BinaryWriter writer, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        for (; value >= 0x80; value >>= 7) writer.Write((byte)(value | 0x80));
        writer.Write((byte)value);
    }

    public static long Decode(this BinaryReader reader)
    {
        long value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var part = reader.ReadByte();
            value |= (long)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }

        throw new InvalidDataException(
            "A number in the file has more than 63 bits; the file is damaged or was not written by TorchSharp.");
    }
}
