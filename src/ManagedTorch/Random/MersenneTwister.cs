namespace TorchSharp;

/// <summary>MT19937 (Matsumoto and Nishimura, 1998), in the form that PyTorch's CPU generator runs it.</summary>
internal sealed class MersenneTwister
{
    public const int Length = 624;
    private const int Middle = 397;

    public readonly uint[] State = new uint[Length];

    /// <summary>The next word to hand out; at the end the state is renewed first.</summary>
    public int Next;

    public void Seed(uint seed)
    {
        State[0] = seed;
        for (var i = 1; i < Length; i++) State[i] = 1812433253u * (State[i - 1] ^ (State[i - 1] >> 30)) + (uint)i;
        Next = Length;
    }

    public uint Draw()
    {
        if (Next == Length) Renew();
        var y = State[Next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }

    /// <summary>Two words, the first one high.</summary>
    public ulong Draw64()
    {
        ulong high = Draw();
        return (high << 32) | Draw();
    }

    private void Renew()
    {
        var s = State;
        for (var i = 0; i < Length - Middle; i++) s[i] = s[i + Middle] ^ Twist(s[i], s[i + 1]);
        for (var i = Length - Middle; i < Length - 1; i++) s[i] = s[i + Middle - Length] ^ Twist(s[i], s[i + 1]);
        s[Length - 1] = s[Middle - 1] ^ Twist(s[Length - 1], s[0]);
        Next = 0;
    }

    private static uint Twist(uint u, uint v) =>
        (((u & 0x80000000u) | (v & 0x7fffffffu)) >> 1) ^ ((v & 1) == 0 ? 0 : 0x9908b0dfu);
}
