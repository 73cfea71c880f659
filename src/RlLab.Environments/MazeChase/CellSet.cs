using System.Numerics;
using System.Runtime.CompilerServices;

namespace RlLab.Environments;

/// <summary>A set of the maze's cells, one bit each.</summary>
internal struct CellSet : IEquatable<CellSet>
{
    private Words _words;

    /// <summary>How many cells are in it.</summary>
    public readonly int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _words)
            {
                count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    /// <summary>The cells for which something holds.</summary>
    public static CellSet Of(Func<int, bool> holds)
    {
        var set = default(CellSet);
        for (var cell = 0; cell < Maze.Cells; cell++)
        {
            if (holds(cell))
            {
                set._words[cell >> 6] |= 1ul << cell;
            }
        }

        return set;
    }

    /// <summary>The cells that are in one set and not in the other.</summary>
    public static CellSet operator ^(CellSet a, CellSet b)
    {
        for (var i = 0; i < Words.Length; i++)
        {
            a._words[i] ^= b._words[i];
        }

        return a;
    }

    /// <summary>The cells of the first set that are not in the second.</summary>
    public static CellSet operator -(CellSet a, CellSet b)
    {
        for (var i = 0; i < Words.Length; i++)
        {
            a._words[i] &= ~b._words[i];
        }

        return a;
    }

    public readonly bool Contains(int cell) => (_words[cell >> 6] >> cell & 1) != 0;

    public void Remove(int cell) => _words[cell >> 6] &= ~(1ul << cell);

    /// <summary>Takes the lowest cell out; -1 where there is none.</summary>
    public int TakeFirst()
    {
        for (var i = 0; i < Words.Length; i++)
        {
            if (_words[i] != 0)
            {
                var bit = BitOperations.TrailingZeroCount(_words[i]);
                _words[i] &= _words[i] - 1;
                return 64 * i + bit;
            }
        }

        return -1;
    }

    public readonly bool Equals(CellSet other) => (this ^ other).Count == 0;

    public readonly override bool Equals(object? obj) => obj is CellSet other && Equals(other);

    public readonly override int GetHashCode() => Count;

    public readonly void Save(BinaryWriter writer)
    {
        foreach (var word in _words)
        {
            writer.Write(word);
        }
    }

    public static CellSet Load(BinaryReader reader)
    {
        var set = default(CellSet);
        for (var i = 0; i < Words.Length; i++)
        {
            set._words[i] = reader.ReadUInt64();
        }

        return set;
    }

    [InlineArray(Length)]
    private struct Words
    {
        public const int Length = (Maze.Cells + 63) / 64;
        private ulong _first;
    }
}
