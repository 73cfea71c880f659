using System.Numerics;
using System.Runtime.InteropServices;

namespace RlLab.Inference;

/// <summary>A matrix of weights times a vector, and a bias; packed so that the outputs of a few vector registers are summed at once.</summary>
/// <remarks>The outputs are padded to whole registers; of a block of them the weights of each input lie side by side.</remarks>
internal sealed class Dense
{
    /// <summary>Registers that are summed at once: enough to hide how long a sum takes, few enough to stay in registers.</summary>
    private const int Registers = 4;

    private readonly int _inputs;
    private readonly int _outputs;
    private readonly float[] _weights;
    private readonly float[] _padded;
    private readonly float[] _bias;

    /// <summary>Packs weights.</summary>
    /// <param name="weights">[outputs, inputs], row-major.</param>
    /// <param name="bias">[outputs]; empty for none.</param>
    /// <param name="outputs">How many numbers come out.</param>
    public Dense(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int outputs)
    {
        var width = Vector<float>.Count;
        (_outputs, _inputs) = (outputs, weights.Length / outputs);
        var padded = (outputs + width - 1) / width * width;
        (_weights, _padded, _bias) = (new float[padded * _inputs], new float[padded], new float[padded]);
        bias.CopyTo(_bias);
        var place = 0;
        for (var (start, block) = (0, 0); start < padded; start += block)
        {
            block = Block(start, padded, width);
            for (var input = 0; input < _inputs; input++)
            {
                for (var output = start; output < start + block; output++, place++)
                {
                    _weights[place] = output < outputs ? weights[output * _inputs + input] : 0;
                }
            }
        }
    }

    /// <summary>Multiplies.</summary>
    /// <param name="input">One number an input.</param>
    /// <param name="output">Receives one number an output.</param>
    public void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        var width = Vector<float>.Count;
        var weights = MemoryMarshal.Cast<float, Vector<float>>(_weights);
        for (var start = 0; start < _padded.Length;)
        {
            var block = Block(start, _padded.Length, width);
            if (block == Registers * width)
            {
                RunBlock(input, weights, start);
                weights = weights[(Registers * _inputs)..];
            }
            else
            {
                RunRegister(input, weights, start);
                weights = weights[_inputs..];
            }

            start += block;
        }

        _padded.AsSpan(0, _outputs).CopyTo(output);
    }

    private static int Block(int start, int padded, int width) => padded - start >= Registers * width ? Registers * width : width;

    private void RunBlock(ReadOnlySpan<float> input, ReadOnlySpan<Vector<float>> weights, int start)
    {
        var sums = MemoryMarshal.Cast<float, Vector<float>>(_bias.AsSpan(start));
        var (a, b, c, d) = (sums[0], sums[1], sums[2], sums[3]);
        weights = weights[..(Registers * input.Length)];
        for (var i = 0; i < input.Length; i++)
        {
            var number = new Vector<float>(input[i]);
            a = Vector.FusedMultiplyAdd(weights[Registers * i], number, a);
            b = Vector.FusedMultiplyAdd(weights[Registers * i + 1], number, b);
            c = Vector.FusedMultiplyAdd(weights[Registers * i + 2], number, c);
            d = Vector.FusedMultiplyAdd(weights[Registers * i + 3], number, d);
        }

        var result = MemoryMarshal.Cast<float, Vector<float>>(_padded.AsSpan(start));
        (result[0], result[1], result[2], result[3]) = (a, b, c, d);
    }

    private void RunRegister(ReadOnlySpan<float> input, ReadOnlySpan<Vector<float>> weights, int start)
    {
        var sum = new Vector<float>(_bias, start);
        weights = weights[..input.Length];
        for (var i = 0; i < input.Length; i++)
        {
            sum = Vector.FusedMultiplyAdd(weights[i], new Vector<float>(input[i]), sum);
        }

        sum.CopyTo(_padded, start);
    }
}
