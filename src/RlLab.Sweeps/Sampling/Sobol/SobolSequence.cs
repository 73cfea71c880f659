using System.Globalization;

namespace RlLab.Sweeps;

/// <summary>Points that fill a cube more evenly than random ones, scrambled by a seed.</summary>
/// <remarks>
/// Sobol's sequence with the direction numbers of Joe and Kuo (2008) and the nested scrambling of Owen, "Randomly permuted (t, m, s)-nets and
/// (t, s)-sequences" (1995): a bit is turned or not by a hash of the seed, the dimension and the bits before it. Coordinates beyond the
/// <see cref="Dimensions"/> of the table are independent random numbers.
/// </remarks>
/// <param name="seed">Seeds the scrambling.</param>
internal sealed class SobolSequence(long seed)
{
    private const int Bits = 32;

    private static readonly uint[][] Directions = ReadDirections();

    private readonly RandomGenerator _random = new(seed);

    /// <summary>How many coordinates have direction numbers.</summary>
    public static int Dimensions => Directions.Length;

    /// <summary>A point.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <param name="dimensions">How many coordinates it has, each from 0 (included) to 1 (excluded).</param>
    public double[] Point(int index, int dimensions)
    {
        var point = new double[dimensions];
        for (var dimension = 0; dimension < dimensions; dimension++)
        {
            point[dimension] = dimension < Directions.Length
                ? Scramble(Unscrambled(index, dimension), _random.Fork(dimension).NextBits())
                : _random.Fork(dimension).Fork(index).NextDouble();
        }

        return point;
    }

    /// <summary>A coordinate of Sobol's own sequence, as the first 32 bits behind the point.</summary>
    /// <param name="index">The number of the point.</param>
    /// <param name="dimension">The number of the coordinate, below <see cref="Dimensions"/>.</param>
    public static uint Unscrambled(int index, int dimension)
    {
        var bits = 0u;
        for (var i = 0; index >> i != 0; i++)
        {
            bits ^= (index >> i & 1) == 0 ? 0 : Directions[dimension][i];
        }

        return bits;
    }

    private static double Scramble(uint bits, ulong seed)
    {
        var scrambled = 0ul;
        for (var i = Bits - 1; i >= 0; i--)
        {
            // A one before the bits so far tells 01 from 1.
            var prefix = (1ul << (Bits - 1 - i)) | ((ulong)bits >> (i + 1));
            scrambled |= ((bits >> i & 1) ^ (Hash(prefix ^ seed) & 1)) << i;
        }

        // What lies behind the 32nd bit is random, which fills the gaps.
        return (scrambled + (Hash(bits + (seed << 1)) >> 11) * (1.0 / (1ul << 53))) / (1ul << Bits);
    }

    private static ulong Hash(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ul;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBul;
        return value ^ (value >> 31);
    }

    private static uint[][] ReadDirections()
    {
        using var stream = typeof(SobolSequence).Assembly.GetManifestResourceStream("joe-kuo.txt")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#');
        return [VanDerCorput(), .. lines.Select(line => Expand([.. line.Split(' ').Select(n => uint.Parse(n, CultureInfo.InvariantCulture))]))];
    }

    private static uint[] VanDerCorput() => [.. Enumerable.Range(0, Bits).Select(i => 1u << (Bits - 1 - i))];

    // Joe and Kuo's recurrence: m_k = 2 a_1 m_(k-1) ^ ... ^ 2^(s-1) a_(s-1) m_(k-s+1) ^ 2^s m_(k-s) ^ m_(k-s), direction v_k = m_k / 2^k.
    private static uint[] Expand(uint[] numbers)
    {
        var (degree, coefficients) = ((int)numbers[1], numbers[2]);
        var directions = new uint[Bits];
        for (var k = 0; k < Bits; k++)
        {
            if (k < degree)
            {
                directions[k] = numbers[3 + k] << (Bits - 1 - k);
                continue;
            }

            directions[k] = directions[k - degree] ^ (directions[k - degree] >> degree);
            for (var i = 1; i < degree; i++)
            {
                directions[k] ^= (coefficients >> (degree - 1 - i) & 1) * directions[k - i];
            }
        }

        return directions;
    }
}
