using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace RlLab.Environments.Gymnasium;

/// <summary>The numbers of the last step's infos, in rows: of an agent, or of an instance's present episode or the one that has just ended.</summary>
internal sealed class PythonInfos(int rows)
{
    private string[] _names = [];
    private double[] _values = [];

    /// <summary>The names known so far.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Reads what closes an answer: names where they are new, then values.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        var headLength = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        bytes = bytes[sizeof(int)..];
        if (headLength > 0)
        {
            _names = JsonSerializer.Deserialize<string[]>(bytes[..headLength])!;
            _values = new double[rows * _names.Length];
        }

        MemoryMarshal.Cast<byte, double>(bytes[headLength..]).CopyTo(_values);
    }

    public bool TryGet(int row, string name, out double value)
    {
        var column = Array.IndexOf(_names, name);
        value = column < 0 ? 0 : _values[row * _names.Length + column];
        return column >= 0 && !double.IsNaN(value);
    }
}
