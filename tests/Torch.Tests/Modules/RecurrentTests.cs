using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests.Modules;

/// <summary>Recurrent layers against their cells, and cells against their formulas.</summary>
public sealed class RecurrentTests
{
    [Fact]
    public void A_GRU_cell_follows_its_formula()
    {
        manual_seed(1);
        var cell = GRUCell(2, 1);
        var state = cell.state_dict();
        var (x, h) = (new[] { 0.5, -1.0 }, 0.25);
        double Sum(string kind, int row, params double[] input) =>
            input.Select((v, i) => v * state["weight_" + kind][row, i].ToDouble()).Sum() + state["bias_" + kind][row].ToDouble();
        double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
        var reset = Sigmoid(Sum("ih", 0, x) + Sum("hh", 0, h));
        var update = Sigmoid(Sum("ih", 1, x) + Sum("hh", 1, h));
        var candidate = Math.Tanh(Sum("ih", 2, x) + reset * Sum("hh", 2, h));
        cell.call(tensor(new float[,] { { 0.5f, -1 } }), tensor(new float[,] { { 0.25f } })).ShouldBeClose(1e-6,
        (1 - update) * candidate + update * h);
    }

    [Fact]
    public void An_LSTM_cell_follows_its_formula()
    {
        manual_seed(2);
        var cell = LSTMCell(1, 1);
        var state = cell.state_dict();
        var (x, h, c) = (0.7, -0.3, 0.4);
        double Gate(int row) =>
            x * state["weight_ih"][row, 0].ToDouble() + state["bias_ih"][row].ToDouble()
            + h * state["weight_hh"][row, 0].ToDouble() + state["bias_hh"][row].ToDouble();
        double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
        var next = Sigmoid(Gate(1)) * c + Sigmoid(Gate(0)) * Math.Tanh(Gate(2));
        var (hidden, kept) = cell.call(tensor(new float[,] { { 0.7f } }), (tensor(new float[,] { { -0.3f } }), tensor(new float[,] { { 0.4f } })));
        kept.ShouldBeClose(1e-6, next);
        hidden.ShouldBeClose(1e-6, Sigmoid(Gate(3)) * Math.Tanh(next));
    }

    [Fact]
    public void A_GRU_layer_is_its_cell_step_by_step()
    {
        var (layer, cell) = (GRU(3, 4), GRUCell(3, 4));
        cell.load_state_dict(layer.state_dict().ToDictionary(entry => entry.Key.Replace("_l0", ""), entry => entry.Value));
        var x = randn(5, 2, 3);
        var (outputs, final) = layer.call(x);
        var h = zeros(2, 4);
        for (var step = 0; step < 5; step++)
        {
            h = cell.call(x[step], h);
            outputs[step].ShouldBeClose(h);
        }

        final.ShouldBeClose(h.unsqueeze(0));
    }

    [Fact]
    public void Two_LSTM_layers_are_one_on_top_of_the_other()
    {
        var stack = LSTM(2, 3, numLayers: 2, batchFirst: true);
        var (lower, upper) = (LSTM(2, 3, batchFirst: true), LSTM(3, 3, batchFirst: true));
        Load(lower, stack, "_l0");
        Load(upper, stack, "_l1");
        var x = randn(4, 6, 2);
        var (outputs, hidden, cells) = stack.call(x);
        var (between, lowerHidden, lowerCells) = lower.call(x);
        var (expected, upperHidden, upperCells) = upper.call(between);
        outputs.ShouldBeClose(expected);
        hidden.ShouldBeClose(cat([lowerHidden, upperHidden]));
        cells.ShouldBeClose(cat([lowerCells, upperCells]));
    }

    [Fact]
    public void The_reverse_direction_reads_the_sequence_from_its_end()
    {
        var both = GRU(2, 3, bidirectional: true);
        both.state_dict().Keys.Should().Contain("weight_ih_l0_reverse");
        var back = GRU(2, 3);
        back.load_state_dict(back.state_dict().Keys.ToDictionary(key => key, key => both.state_dict()[key + "_reverse"]));
        var x = randn(4, 1, 2);
        var (outputs, final) = both.call(x);
        var (reversed, _) = back.call(x.flip(0));
        outputs.narrow(2, 3, 3).ShouldBeClose(reversed.flip(0));
        final[1].ShouldBeClose(reversed[3]);
    }

    [Fact]
    public void A_given_state_starts_every_layer_and_gradients_reach_it()
    {
        var layer = GRU(2, 2, numLayers: 2);
        var h0 = randn(2, 1, 2).requires_grad_();
        var x = randn(3, 1, 2).requires_grad_();
        var (outputs, _) = layer.call(x, h0);
        outputs.sum().backward();
        h0.grad!.Values().Should().NotContain(0);
        x.grad!.Values().Should().NotContain(0);
        foreach (var parameter in layer.parameters()) parameter.grad.Should().NotBeNull();
    }

    [Fact]
    public void A_sequence_of_another_shape_is_refused_with_both_shapes() =>
        GRU(3, 4).Invoking(layer => layer.call(zeros(5, 2,
        2))).Should().Throw<Exception>().OnManaged<ArgumentException>("*(steps, batch, 3)*[5, 2, 2]*");

    private static void Load(LSTM target, LSTM source, string layer) =>
        target.load_state_dict(
            source.state_dict().Where(entry => entry.Key.EndsWith(layer))
                .ToDictionary(entry => entry.Key.Replace(layer, "_l0"), entry => entry.Value));
}
