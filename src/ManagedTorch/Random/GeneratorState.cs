using System.Buffers.Binary;

namespace TorchSharp;

/// <summary>
/// The bytes of a generator's state, as PyTorch's CPU generator lays them out: seed, words left before a renewal, whether it is
/// seeded, next word, 624 words of 8 bytes, the kept normal number (three doubles of which one is used, and whether there is
/// one), and a kept float32 normal that nothing uses.
/// </summary>
internal static class GeneratorState
{
    private const int Bytes = 5056, Left = 8, Seeded = 12, Next = 16, Words = 24, Normal = Words + 8 * MersenneTwister.Length,
        NormalValid = Normal + 24;

    public static byte[] Write(MersenneTwister engine, ulong seed, double? normal)
    {
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, seed);
        // A state that is fresh from seeding counts as used up: one word left, and the first draw renews it.
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Left), 1 + MersenneTwister.Length - engine.Next);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Seeded), 1);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(Next), engine.Next);
        for (var i = 0; i < MersenneTwister.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(Words + 8 * i), engine.State[i]);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(Normal + 8), normal ?? 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(NormalValid), normal is null ? 0 : 1);
        return bytes;
    }

    public static (ulong Seed, double? Normal) Read(byte[] bytes, MersenneTwister engine)
    {
        if (bytes.Length != Bytes) throw new TorchException($"A generator's state has {Bytes} bytes; {bytes.Length} were given.");
        var left = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(Left));
        for (var i = 0; i < MersenneTwister.Length; i++) engine.State[i] = (uint)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(Words + 8 * i));
        engine.Next = Math.Clamp(1 + MersenneTwister.Length - left, 0, MersenneTwister.Length);
        double? normal = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(NormalValid)) == 0
            ? null
            : BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(Normal + 8));
        return (BinaryPrimitives.ReadUInt64LittleEndian(bytes), normal);
    }
}
