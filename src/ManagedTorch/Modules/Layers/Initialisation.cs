using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The initial values that PyTorch's layers share.</summary>
internal static class Initialisation
{
    /// <summary>Linear and convolution: both uniform within ±1/√(inputs of one output).</summary>
    public static void OfWeightAndBias(Parameter weight, Parameter? bias)
    {
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (bias is null) return;
        var (inputs, _) = nn.init.CalculateFanInAndFanOut(weight);
        var bound = inputs > 0 ? 1 / Math.Sqrt(inputs) : 0;
        nn.init.uniform_(bias, -bound, bound);
    }

    /// <summary>Recurrent layers: every parameter in its turn, uniform within ±1/√(hidden size).</summary>
    public static void OfRecurrent(IEnumerable<Parameter> parameters, long hiddenSize)
    {
        var bound = hiddenSize > 0 ? 1 / Math.Sqrt(hiddenSize) : 0;
        foreach (var parameter in parameters) nn.init.uniform_(parameter, -bound, bound);
    }
}
