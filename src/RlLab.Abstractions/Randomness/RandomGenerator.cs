using System.Numerics;
using System.Runtime.CompilerServices;

namespace RlLab;

/// <summary>A source of random numbers whose whole state can be read and set, so that a run can continue exactly where it was.</summary>
/// <remarks>xoshiro256** (Blackman and Vigna, 2021), its state filled from the seed by SplitMix64. The sequence of a seed never changes.</remarks>
public sealed class RandomGenerator : IResumable
{
    private ulong _a, _b, _c, _d;

    /// <summary>A generator that starts from a seed.</summary>
    /// <param name="seed">Any number; different seeds give unrelated sequences.</param>
    public RandomGenerator(long seed)
    {
        var mix = (ulong)seed;
        _a = SplitMix(ref mix);
        _b = SplitMix(ref mix);
        _c = SplitMix(ref mix);
        _d = SplitMix(ref mix);
    }

    /// <summary>The whole state; setting it continues the sequence from where it was read.</summary>
    public RandomState State
    {
        get => new(_a, _b, _c, _d);
        set => (_a, _b, _c, _d) = value;
    }

    /// <inheritdoc/>
    public void SaveState(BinaryWriter writer)
    {
        writer.Write(_a);
        writer.Write(_b);
        writer.Write(_c);
        writer.Write(_d);
    }

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader) =>
        (_a, _b, _c, _d) = (reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64());

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A number from 0 (included) to 1 (excluded), in steps of 2^-53.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1ul << 53));

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>.</summary>
    /// <param name="low">The smallest; finite.</param>
    /// <param name="high">The largest; finite, and not below <paramref name="low"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not finite, or there is no number between them.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextDouble(double low, double high)
    {
        var width = high - low;
        return width is >= 0 and < double.PositiveInfinity ? low + width * NextDouble() : NextDoubleOfWide(low, high);
    }

    /// <summary>A whole number from 0 (included) to <paramref name="count"/> (excluded), all exactly equally likely.</summary>
    /// <param name="count">How many there are, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);

        // Lemire, "Fast random integer generation in an interval" (2019): the product's upper half, redrawn where it would be uneven.
        var product = (NextBits() >> 32) * (uint)count;
        if ((uint)product < (uint)count)
        {
            var uneven = (uint)-count % (uint)count;
            while ((uint)product < uneven)
            {
                product = (NextBits() >> 32) * (uint)count;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>A normally distributed number with mean 0 and standard deviation 1.</summary>
    /// <remarks>
    /// Box and Muller (1958), without keeping the second number of the pair: that would be state that <see cref="State"/> does not show.
    /// </remarks>
    public double NextGaussian() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>A generator of its own for a part of the work, unrelated to this one's sequence and to that of other parts.</summary>
    /// <param name="part">The number of the part.</param>
    /// <remarks>It depends on this generator's state and leaves it as it is.</remarks>
    public RandomGenerator Fork(long part)
    {
        var mix = _a ^ BitOperations.RotateLeft(_c, 23) ^ ((ulong)part * 0x9E3779B97F4A7C15ul);
        return new RandomGenerator((long)SplitMix(ref mix));
    }

    // The distance of two numbers can be more than any number.
    private double NextDoubleOfWide(double low, double high)
    {
        if (!(low <= high && double.IsFinite(low) && double.IsFinite(high)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(high), high, $"No number can be drawn from {low} to {high}: both are finite, and the second is not below the first.");
        }

        var share = NextDouble();
        return low * (1 - share) + high * share;
    }

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15ul;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ul;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBul;
        return z ^ (z >> 31);
    }
}

/// <summary>The state of a <see cref="RandomGenerator"/>.</summary>
/// <param name="A">The first word.</param>
/// <param name="B">The second word.</param>
/// <param name="C">The third word.</param>
/// <param name="D">The fourth word.</param>
public readonly record struct RandomState(ulong A, ulong B, ulong C, ulong D);
