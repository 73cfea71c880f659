using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One step of a recurrent layer, from the products of its weights with the input and with the hidden state.</summary>
internal interface IRecurrentCell
{
    /// <summary>Blocks of hidden size in those products.</summary>
    int Gates { get; }

    /// <summary>Tensors that pass from step to step, the output first.</summary>
    int States { get; }

    Tensor[] Step(Tensor fromInput, Tensor fromHidden, Tensor[] state);
}

/// <summary>Cho et al. (2014), with the reset gate applied after the product, as in PyTorch.</summary>
internal sealed class GruStep : IRecurrentCell
{
    public static readonly GruStep Instance = new();

    public int Gates => 3;

    public int States => 1;

    public Tensor[] Step(Tensor fromInput, Tensor fromHidden, Tensor[] state)
    {
        var (input, hidden) = (fromInput.chunk(3, -1), fromHidden.chunk(3, -1));
        var reset = (input[0] + hidden[0]).sigmoid();
        var update = (input[1] + hidden[1]).sigmoid();
        var candidate = (input[2] + reset * hidden[2]).tanh();
        return [candidate + update * (state[0] - candidate)];
    }
}

/// <summary>Hochreiter and Schmidhuber (1997), with a forget gate (Gers et al. 2000).</summary>
internal sealed class LstmStep : IRecurrentCell
{
    public static readonly LstmStep Instance = new();

    public int Gates => 4;

    public int States => 2;

    public Tensor[] Step(Tensor fromInput, Tensor fromHidden, Tensor[] state)
    {
        var gates = (fromInput + fromHidden).chunk(4, -1);
        var (input, forget, candidate, output) = (gates[0].sigmoid(), gates[1].sigmoid(), gates[2].tanh(), gates[3].sigmoid());
        var cell = forget * state[1] + input * candidate;
        return [output * cell.tanh(), cell];
    }
}
