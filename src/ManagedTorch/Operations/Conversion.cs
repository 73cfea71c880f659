using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Changes of element type, recorded.</summary>
internal static class Conversion
{
    public static Tensor To(Tensor x, ScalarType type)
    {
        var result = Tensor.Result(x.layout.AsContiguous(), type);
        Copying.Copy(x, result);
        if (Dtype.IsFloating(type) && x.Tracked) result.MadeBy(new ConversionNode(x));
        return result;
    }

    private sealed class ConversionNode : Node
    {
        private readonly ScalarType type;

        public ConversionNode(Tensor x)
        {
            Connect(x);
            type = x.element;
        }

        public override void Backward(Tensor g)
        {
            var back = Tensor.Fresh(g.layout.AsContiguous(), type);
            Copying.Copy(g, back);
            Give(0, back);
        }
    }
}
