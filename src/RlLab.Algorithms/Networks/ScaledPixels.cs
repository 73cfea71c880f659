using RlLab.Formats;
using RlLab.Lanes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Networks;

/// <summary>The first layer of a network that sees bytes: 0 to 255 become numbers from 0 to 1.</summary>
public sealed class ScaledPixels() : Module<Tensor, Tensor>(nameof(ScaledPixels)), IRowwise, IOnnxModule
{
    /// <summary>Bytes of any shape to float32 of that shape.</summary>
    /// <param name="input">The bytes.</param>
    public override Tensor forward(Tensor input)
    {
        using var numbers = input.to_type(ScalarType.Float32);
        return numbers / 255;
    }

    object? IRowwise.Variant => nameof(ScaledPixels);

    Tensor IRowwise.Forward(Tensor rows, Func<Module<Tensor, Tensor>, Tensor, Tensor> call) => forward(rows);

    string IOnnxModule.Export(OnnxGraph graph, string input) =>
        graph.Add("Div", [graph.Add("Cast", input, ("to", OnnxGraph.Float32)), graph.Constant(255f)]);
}
