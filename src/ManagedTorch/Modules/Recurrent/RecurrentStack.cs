using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Recurrent layers on top of each other, forwards or both ways: what GRU and LSTM share.</summary>
internal sealed class RecurrentStack
{
    private readonly IRecurrentCell cell;
    private readonly RecurrentWeights[,] weights;
    private readonly long inputSize, hiddenSize;
    private readonly int layers, directions;
    private readonly bool batchFirst;
    private readonly double dropout;

    public RecurrentStack(
        IRecurrentCell cell, long inputSize, long hiddenSize, long layers, bool bias, bool batchFirst, double dropout,
        bool bidirectional, Device? device, ScalarType? dtype)
    {
        this.cell = cell;
        (this.inputSize, this.hiddenSize, this.batchFirst, this.dropout) = (inputSize, hiddenSize, batchFirst, dropout);
        (this.layers, directions) = ((int)layers, bidirectional ? 2 : 1);
        weights = new RecurrentWeights[this.layers, directions];
        for (var layer = 0; layer < this.layers; layer++)
        {
            for (var direction = 0; direction < directions; direction++)
                weights[layer, direction] = new RecurrentWeights(
                    cell.Gates, layer == 0 ? inputSize : hiddenSize * directions, hiddenSize, bias, device, dtype);
        }

        Initialisation.OfRecurrent(Named().Select(entry => entry.Parameter), hiddenSize);
    }

    public IEnumerable<(string Name, Parameter Parameter)> Named()
    {
        for (var layer = 0; layer < layers; layer++)
        {
            for (var direction = 0; direction < directions; direction++)
            {
                var suffix = $"_l{layer}{(direction == 1 ? "_reverse" : "")}";
                foreach (var entry in weights[layer, direction].Named(suffix)) yield return entry;
            }
        }
    }

    /// <summary>
    /// Runs a sequence; <paramref name="initial"/> has a tensor (layers · directions, batch, hidden) a state, or null for zeros.
    /// </summary>
    public (Tensor Outputs, Tensor[] Final) Run(Tensor input, Tensor[]? initial, bool training)
    {
        if (input.layout.Rank != 3 || input.layout.Sizes[2] != inputSize)
            throw new ArgumentException(
                $"A sequence has the shape ({(batchFirst ? "batch, steps" : "steps, batch")}, {inputSize}); this one has {input.layout}.");
        using var scope = NewDisposeScope();
        var sequence = batchFirst ? input.transpose(0, 1) : input;
        var final = new List<Tensor>[cell.States];
        for (var i = 0; i < final.Length; i++) final[i] = [];
        for (var layer = 0; layer < layers; layer++)
        {
            var outputs = new Tensor[directions];
            for (var direction = 0; direction < directions; direction++)
            {
                var state = Start(initial, layer * directions + direction, sequence);
                (outputs[direction], state) = RunLayer(weights[layer, direction], sequence, state, backwards: direction == 1);
                for (var i = 0; i < state.Length; i++) final[i].Add(state[i]);
            }

            sequence = directions == 1 ? outputs[0] : cat(outputs, -1);
            if (dropout > 0 && layer < layers - 1) sequence = nn.functional.dropout(sequence, dropout, training);
        }

        var result = batchFirst ? sequence.transpose(0, 1) : sequence;
        return (result.MoveToOuterDisposeScope(), [.. final.Select(states => stack(states).MoveToOuterDisposeScope())]);
    }

    private Tensor[] Start(Tensor[]? initial, int index, Tensor sequence) => initial is null
        ? [.. Enumerable.Range(0, cell.States).Select(_ => zeros(
            sequence.layout.Sizes[1], hiddenSize, dtype: sequence.dtype, device: sequence.device))]
        : [.. initial.Select(state => state.select(0, index))];

    private (Tensor Outputs, Tensor[] State) RunLayer(RecurrentWeights own, Tensor sequence, Tensor[] state, bool backwards)
    {
        // One product for all steps; only what depends on the step before is left to the loop.
        var fromInput = own.FromInput(sequence);
        var steps = (int)sequence.layout.Sizes[0];
        var outputs = new Tensor[steps];
        for (var i = 0; i < steps; i++)
        {
            var step = backwards ? steps - 1 - i : i;
            state = cell.Step(fromInput.select(0, step), own.FromHidden(state[0]), state);
            outputs[step] = state[0];
        }

        return (stack(outputs), state);
    }
}
